"""Settings of the ticket service. What differs from one machine to the next comes from outside: see config/env.py."""

from api.logs import logging_settings
from django.core.management.utils import get_random_secret_key

from config import env
from config.database import DATABASES as DATABASES

# --- our own: views find them with `from django.conf import settings` -------------------------------------------------
PORT = env.PORT
MAX_PAGE_SIZE = env.MAX_PAGE_SIZE
FEATURE_EXPORT = env.FEATURE_EXPORT
UPLOAD_DIR = env.UPLOAD_DIR

# --- Django's own -----------------------------------------------------------------------------------------------------
SECRET_KEY = env.SECRET_KEY or get_random_secret_key()  # on your own machine a new one at each start will do
DEBUG = env.DEBUG and not env.PRODUCTION  # shows tracebacks to clients: in production never, whatever it says
LOGGING = logging_settings(env.LOG_LEVEL)
ALLOWED_HOSTS = ["*"]

INSTALLED_APPS = ["api", "tickets", "attachments", "reports"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The order matters: a request passes from the first to the last, its answer from the last to the first.
MIDDLEWARE = [
    "api.middleware.RequestId",  # first, so that everything that follows knows the id
    "api.access_log.AccessLog",
    "django.middleware.common.CommonMiddleware",  # adds Content-Length
    "django.middleware.security.SecurityMiddleware",  # adds X-Content-Type-Options: nosniff
    "api.middleware.Problems",  # last: it turns what a view raises into an answer
]

# --- limits -----------------------------------------------------------------------------------------------------------
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # bytes of a body; more is refused before it is read (files don't count here)
MAX_QUERY_LENGTH = 8000
MAX_ATTACHMENT_SIZE = 5 * 1024 * 1024

# --- mail -------------------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.MAIL_FROM
EMAIL_HOST = env.SMTP_HOST
EMAIL_PORT = env.SMTP_PORT
EMAIL_TIMEOUT = 3  # seconds: a client waits meanwhile

# --- everything else --------------------------------------------------------------------------------------------------
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = False
TIME_ZONE = "UTC"
USE_TZ = True
