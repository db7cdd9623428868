"""How gunicorn serves the site: two processes of two threads, the code loaded once for both."""

import gc
import os
import sys

wsgi_app = "calculator.wsgi:application"
bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"

worker_class = "gthread"
workers = 2
# More of them share one interpreter, and all finish later.
threads = 2
preload_app = True
# Connections are dealt out evenly; else one process would keep most of those that stay open.
reuse_port = True

# A family's facts are in the address, so addresses may be long: the most gunicorn allows.
limit_request_line = 8190
# Workers say with every answer that they are alive: in memory, which takes less time than a disk.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
# No command is ever sent to a running server, so it needs no socket for them.
control_socket_disable = True


def when_ready(server: object) -> None:  # noqa: ARG001
    """Take up the files of families that a server before this one did not finish."""
    # Django is set up only once the application is loaded.
    from calculator.staff.files.background import start  # noqa: PLC0415

    start()


def post_fork(server: object, worker: object) -> None:  # noqa: ARG001
    """Let a thread finish most answers before the other has its turn: both are done sooner.

    And look for cycles more seldom, and never among what was loaded before.
    """
    sys.setswitchinterval(0.03)
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
