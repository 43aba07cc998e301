"""Which database the project uses. DATABASE_URL says it; without one it is the file app.sqlite3 beside the code."""

from pathlib import Path

import dj_database_url

BASE_DIR = Path(__file__).resolve().parent.parent

# What each kind of database has to be told.
OPTIONS = {
    "django.db.backends.sqlite3": {
        # With a write-ahead log those who read don't wait for the one who writes, and with NORMAL a write need not wait
        # for the disk: what is lost then when the power fails, and not when the app does, are the last moments.
        "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;",
        # Only one can write at a time. The others wait up to 20 s for their turn. A transaction asks for its turn when
        # it begins: one that reads first and wants to write later could be refused without any waiting.
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
    },
    # A server that is gone must be noticed soon, not after the minutes that a network connection is given by default.
    "django.db.backends.postgresql": {"connect_timeout": 3},
    "django.db.backends.mysql": {"connect_timeout": 3, "charset": "utf8mb4"},  # utf8 of MySQL has no emoji
}

# Every thread of the server keeps its connection for a minute instead of making one for every request, and looks
# before each request whether it is still alive. That is how the app finds its way back to a database that was gone.
default = dj_database_url.config(
    default=f"sqlite:///{BASE_DIR / 'app.sqlite3'}", conn_max_age=60, conn_health_checks=True
)
default["OPTIONS"] = OPTIONS.get(default["ENGINE"], {}) | default.get("OPTIONS", {})

DATABASES = {"default": default}
