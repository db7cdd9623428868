"""Settings. What a deployment may change comes from the environment; see README."""

import os
import re
from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from calculator.secret import kept_key

_LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_ORIGIN = re.compile(
    rf"(?:https://{_LABEL}(?:\.{_LABEL})*|http://(?:localhost|127\.0\.0\.1|\[::1\]))"
    r"(?::(?P<port>[0-9]{1,5}))?"
)
_LAST_PORT = 65_535
BASE_DIR = Path(__file__).resolve().parent.parent


def _listed(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def _whole(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number. A slip in it could remove every case, so none is guessed at."""
    given = os.environ.get(name, "").strip() or str(default)
    if not (given.isascii() and given.isdigit() and least <= int(given) <= most):
        raise ImproperlyConfigured(f"{name} is «{given}»; it must be {least} to {most}.")
    return int(given)


def _origins(name: str) -> list[str]:
    """Sites, as browsers name them: in small letters, without the port that goes without saying.

    Anything else would let in others than were meant, or nobody.
    """
    given = _listed(name)
    for origin in given:
        match = _ORIGIN.fullmatch(origin.lower())
        if not match or not 0 < int(match["port"] or 1) <= _LAST_PORT:
            raise ImproperlyConfigured(
                f"{name} has «{origin}»; each part must be a site such as https://example.kz or "
                "https://example.kz:8443, with commas between: no path, no * and, but for "
                "localhost, no http."
            )
    return [origin.lower().removesuffix(":443") for origin in given]


DEBUG = os.environ.get("DEBUG") == "1"
# What the desk stores beside the database: the key, and files of families while they are kept.
DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR)
# Sessions and seals must outlive the process.
SECRET_KEY = os.environ.get("SECRET_KEY") or kept_key(DATA_DIR / ".secret_key")
ALLOWED_HOSTS = _listed("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
HTTPS = os.environ.get("HTTPS") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "corsheaders",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "calculator",
    "calculator.staff",
]

MIDDLEWARE = [
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "calculator.middleware.api_apart",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "calculator.middleware.saved_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "calculator.urls"
WSGI_APPLICATION = "calculator.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "calculator.views.page",
                "calculator.findable.frame.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "calculator.templatetags.words",
                "calculator.findable.tags",
                "calculator.templatetags.places",
            ],
        },
    }
]

DATABASE_URL = os.environ.get("DATABASE_URL")
if DATABASE_URL:
    DATABASES = {"default": dj_database_url.parse(DATABASE_URL)}
    if "postgresql" not in DATABASES["default"]["ENGINE"]:
        raise ImproperlyConfigured(
            "DATABASE_URL names PostgreSQL: postgres://user:password@host/name"
        )
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = True
else:
    DATABASES = {
        "default": {
            "ENGINE": "calculator.staff.sqlite",
            "NAME": str(DATA_DIR / "db.sqlite3"),
            # Seconds that a writer waits for its turn; see calculator.staff.sqlite.
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "kk"
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = HTTPS
TIME_ZONE = "Asia/Almaty"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# What went wrong here is told to whoever runs the server: where, but not with which answers.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"dated": {"format": "%(asctime)s %(levelname)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "dated"}},
    "loggers": {"django.request": {"handlers": ["stderr"], "level": "ERROR"}},
}

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "calculator.staff.views.refused.forged"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

# --- for others ----------------------------------------------------------------------------------

# Other sites whose pages may ask the API, and those that may show the form in a frame of theirs:
# origins such as https://example.kz. None unless named.
CORS_ALLOWED_ORIGINS = _origins("API_ORIGINS")
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS", "POST"]
CORS_ALLOW_HEADERS = [
    *("accept", "accept-language", "authorization", "content-type", "if-none-match")
]
CORS_EXPOSE_HEADERS = [
    *("ETag", "Qonys-Engine", "Qonys-Law", "RateLimit", "RateLimit-Policy", "Retry-After")
]
EMBED_ORIGINS = _origins("EMBED_ORIGINS")
# Families a minute that one client without a key may ask the API for.
API_A_MINUTE = _whole("API_A_MINUTE", 600, least=1, most=1_000_000)

# --- the desk ------------------------------------------------------------------------------------

AUTH_USER_MODEL = "staff.Worker"
LOGIN_URL = "staff:sign_in"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
SHORTEST_PASSWORD = 12
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "calculator.staff.entrance.passwords.LongEnough",
        "OPTIONS": {"min_length": SHORTEST_PASSWORD},
    },
    {
        "NAME": "calculator.staff.entrance.passwords.UnlikeTheName",
        "OPTIONS": {"user_attributes": ["username", "name"]},
    },
    {"NAME": "calculator.staff.entrance.passwords.Uncommon"},
    {"NAME": "calculator.staff.entrance.passwords.NotOnlyDigits"},
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]

# A sign-in lasts a working day at most, and ends with the browser or when nothing is done.
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
IDLE_TIME = timedelta(minutes=_whole("IDLE_MINUTES", 30, least=1, most=12 * 60))

# Five wrong passwords close a name to that address for a quarter of an hour.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "calculator.staff.entrance.throttle.name_of"
# Ten times as many close the address, whatever names it tries.
AXES_HANDLER = "calculator.staff.entrance.throttle.Throttle"
ADDRESS_FAILURE_LIMIT = 50
AXES_RESET_ON_SUCCESS = True
# Whoever tries while they must wait does not wait longer for it: the page said until when.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "calculator.staff.views.entrance.locked_out"
AXES_CLIENT_IP_CALLABLE = "calculator.staff.entrance.throttle.neighbourhood"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
# Whether nobody gets in without a second factor.
SECOND_FACTOR_REQUIRED = os.environ.get("SECOND_FACTOR") == "1"
OTP_TOTP_ISSUER = "Qonys"
# How many proxies stand before the server, each adding the address it was called from. With TLS
# there is at least the one that ends it.
PROXIES = _whole("PROXIES", 1 if HTTPS else 0, least=0, most=9)

# Whether a case may hold a name and an identity number; they are encrypted with the first key.
PERSONAL_DATA = os.environ.get("PERSONAL_DATA") == "1"
PERSONAL_DATA_KEYS = _listed("PERSONAL_DATA_KEYS")
# What seals papers and chains the record; to change SECRET_KEY must not break them.
SEAL_KEY = os.environ.get("SEAL_KEY") or SECRET_KEY

# How long a case is kept after it was last changed, and an uploaded file after it was worked out.
CASE_RETENTION = timedelta(days=_whole("CASE_RETENTION_DAYS", 5 * 365 + 1, least=1, most=36_500))
FILE_RETENTION = timedelta(days=_whole("FILE_RETENTION_DAYS", 30, least=1, most=36_500))
# How long a report of a wrong figure is kept after it was settled, or came if nobody settled it.
REPORT_RETENTION = timedelta(days=_whole("REPORT_RETENTION_DAYS", 365, least=1, most=36_500))
FILES_DIR = DATA_DIR / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
# Only the page of files takes any, and has its own way of it.
FILE_UPLOAD_HANDLERS = ["calculator.staff.files.receiving.ThrownAway"]
