"""Settings of an API with a database: no templates, no sessions, no admin."""

import os

from config.database import DATABASES as DATABASES

# Signs nothing today, but Django insists on one. In production it comes from the environment.
SECRET_KEY = os.environ.get("SECRET_KEY", "only-for-development")

# Off, so that errors are answered by our own JSON handlers. DEBUG=1 brings Django's HTML error pages back.
DEBUG = os.environ.get("DEBUG") == "1"
ALLOWED_HOSTS = ["*"]

INSTALLED_APPS = ["corsheaders", "api", "notes", "todos"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# No CsrfViewMiddleware: it protects forms sent by a browser that holds a session cookie. This API knows no
# cookies, and its clients could not send the token.
MIDDLEWARE = [
    "corsheaders.middleware.CorsMiddleware",  # before everything that can answer: errors need the header, too
    "django.middleware.common.CommonMiddleware",
]

# Pages of every origin may use the todos: a public API without cookies. All other addresses stay closed to them.
CORS_ALLOW_ALL_ORIGINS = True
CORS_URLS_REGEX = r"^/todos(/.*)?$"

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
