"""Which database the project uses, and how it talks to it. settings.py takes DATABASES from here."""

from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

# TODO connect.url: this is always the file app.sqlite3 beside the code. The environment variable DATABASE_URL should
#   say where the data is; only when there is none it is this file. A URL such as postgresql://user:password@host/name
#   has all that Django wants to know, in other words. dj_database_url, which is in requirements.txt, translates:
#   `import dj_database_url`, then look up its config() and the argument `default`.
# TODO connect.health: a new connection for every request takes time, an old one may be dead. Look up CONN_MAX_AGE and
#   CONN_HEALTH_CHECKS (to config() they are conn_max_age and conn_health_checks). And a server that is gone must be
#   noticed within 5 s: the drivers of PostgreSQL and MySQL take "connect_timeout" (seconds) in OPTIONS. SQLite's
#   doesn't know that word, so OPTIONS depend on ENGINE.
# TODO connect.pool: 20 clients at once write to the database. To SQLite only one can write at a time; what shall the
#   others do, and how long? Django's page about databases has the answer under "SQLite notes": "timeout",
#   "transaction_mode", and "init_command" for the write-ahead log (PRAGMA journal_mode=WAL).
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": BASE_DIR / "app.sqlite3",
        "OPTIONS": {},
    }
}
