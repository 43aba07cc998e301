"""Settings of the ticket service. What differs from one machine to the next comes from outside: see config/env.py."""

from api.logs import logging_settings

from config import env
from config.database import DATABASES as DATABASES

# --- our own: views find them with `from django.conf import settings` -------------------------------------------------
PORT = env.PORT
MAX_PAGE_SIZE = env.MAX_PAGE_SIZE
FEATURE_EXPORT = env.FEATURE_EXPORT
UPLOAD_DIR = env.UPLOAD_DIR

# --- Django's own -----------------------------------------------------------------------------------------------------
SECRET_KEY = env.SECRET_KEY
DEBUG = env.DEBUG
LOGGING = logging_settings(env.LOG_LEVEL)
ALLOWED_HOSTS = ["*"]

INSTALLED_APPS = ["api", "tickets", "attachments", "reports"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The order matters: a request passes from the first to the last, its answer from the last to the first.
# TODO errors.security-headers: Django brings a middleware along that adds X-Content-Type-Options: nosniff. Its name is
#   django.middleware.security.SecurityMiddleware. On which answers should it be, and so where in the list?
MIDDLEWARE = [
    "api.middleware.RequestId",
    "api.access_log.AccessLog",
    "django.middleware.common.CommonMiddleware",
    "api.middleware.Problems",
]

# --- limits -----------------------------------------------------------------------------------------------------------
# TODO errors.limits: how many bytes a body may have that is no file. Without a limit (None) a client may send whatever
#   it likes. Where there is more, Django raises RequestDataTooBig as soon as a view wants to read it.
DATA_UPLOAD_MAX_MEMORY_SIZE = None

# --- mail -------------------------------------------------------------------------------------------------------------
# TODO mail.sent: Django wants to know who sends (DEFAULT_FROM_EMAIL) and through which server (EMAIL_HOST, EMAIL_PORT).
#   config/env.py has all three.
# TODO mail.down: EMAIL_TIMEOUT is how many seconds a silent mail server may keep a client waiting.

# --- everything else --------------------------------------------------------------------------------------------------
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = False
TIME_ZONE = "UTC"
USE_TZ = True
