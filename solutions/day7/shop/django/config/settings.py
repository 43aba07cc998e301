"""Settings of the shop. What differs from one machine to the next comes from the environment."""

import os

from django.core.management.utils import get_random_secret_key

from config import project
from config.database import DATABASES as DATABASES

# Signs what lies in sessions, and is a part of what ties a session to its password: with another key all are void.
# Without one from outside it is a new one at each start, so that on your own machine you have to log in again.
SECRET_KEY = os.environ.get("SECRET_KEY") or get_random_secret_key()

# Off, so that errors are answered by our own JSON handlers. DEBUG=1 brings Django's HTML error pages back.
DEBUG = os.environ.get("DEBUG") == "1"
ALLOWED_HOSTS = ["*"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",  # auth needs it
    "django.contrib.sessions",
    "api",
    "accounts",
    *project.APPS,
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",  # request.session, from the cookie
    "django.contrib.auth.middleware.AuthenticationMiddleware",  # request.user, from the session
]

# --- accounts ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
ADMIN_EMAIL = os.environ.get("ADMIN_EMAIL", "").strip().lower()  # whoever registers with it is an admin
PASSWORD_HASHERS = ["accounts.hashers.Argon2id"]

# --- sessions ---------------------------------------------------------------------------------------------------------
# A session is a row in the database, and the cookie nothing but its long random key. So a logout can end it, and a
# restart can not. Rows that are over stay until `python manage.py clearsessions` sweeps them out: run it once a day.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = int(os.environ.get("TOKEN_TTL_SECONDS") or 900)
SESSION_COOKIE_HTTPONLY = True  # no script can read it
SESSION_COOKIE_SECURE = os.environ.get("HTTPS") == "1"  # set HTTPS=1 where the site is served over https

# Another site can make a browser send requests here, and the browser adds the cookie by itself. With SameSite=Lax it
# leaves the cookie out of every POST, PUT, PATCH and DELETE that begins on another site.
SESSION_COOKIE_SAMESITE = "Lax"

# --- everything else --------------------------------------------------------------------------------------------------
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # bytes of a body; more is refused before it is read
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = False
TIME_ZONE = "UTC"
USE_TZ = True

# Without DEBUG Django would mail tracebacks to the admins; here they belong on the console.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "waitress.queue": {"level": "ERROR"},  # that a request has to wait for its turn is nothing to warn of
    },
}
