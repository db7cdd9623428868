"""Settings of the commands that need neither database nor desk: `assess` and `assess_file`.

To load them takes less time, and half the memory.
"""

from calculator.settings import *  # noqa: F403

INSTALLED_APPS = ["calculator"]
MIDDLEWARE = []
DATABASES = {}
AUTH_USER_MODEL = "auth.User"
