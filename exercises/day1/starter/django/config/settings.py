"""Settings of a server that keeps everything in memory: no database, no templates, no sessions, no admin."""

import os

# Signs nothing today, but Django insists on one. In production it comes from the environment.
SECRET_KEY = os.environ.get("SECRET_KEY", "only-for-development")

# Off: with it on, Django answers every mistake with a long page of HTML for the developer.
DEBUG = os.environ.get("DEBUG") == "1"
ALLOWED_HOSTS = ["*"]

INSTALLED_APPS = []

# No CsrfViewMiddleware: it protects forms sent by a browser that holds a session cookie. This server knows no cookies.
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]

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
    "loggers": {"django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False}},
}
