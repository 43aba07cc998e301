"""Settings of a Todo backend and its page: no templates, no sessions, no admin."""

import os

from config.database import BASE_DIR
from config.database import DATABASES as DATABASES

# Signs nothing today, but Django insists on one. In production it comes from the environment.
SECRET_KEY = os.environ.get("SECRET_KEY", "only-for-development")

# Off, so that errors are answered by our own JSON handlers. DEBUG=1 brings Django's HTML error pages back.
DEBUG = os.environ.get("DEBUG") == "1"
ALLOWED_HOSTS = ["*"]

INSTALLED_APPS = ["corsheaders", "api", "todos"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# No CsrfViewMiddleware: it protects forms sent by a browser that holds a session cookie. This API knows no
# cookies, and its clients could not send the token.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",  # adds X-Content-Type-Options: nosniff
    "whitenoise.middleware.WhiteNoiseMiddleware",  # answers with the page's files; Django serves none in production
    "corsheaders.middleware.CorsMiddleware",  # before everything else that can answer: errors need the header, too
    "django.middleware.common.CommonMiddleware",
]

# --- the page ---------------------------------------------------------------------------------------------------------
WHITENOISE_ROOT = BASE_DIR / "public"
WHITENOISE_INDEX_FILE = True  # at / it is public/index.html
WHITENOISE_ALLOW_ALL_ORIGINS = False  # its files are for our own page

# Pages of these origins may use the todos as well, and no others. Our own page needs no leave: it has our own origin.
CORS_ALLOWED_ORIGINS = [one.strip() for one in os.environ.get("CORS_ORIGINS", "").split(",") if one.strip()]
CORS_URLS_REGEX = r"^/todos(/.*)?$"

# --- behind a platform's proxy ----------------------------------------------------------------------------------------
# The proxy speaks https with the world and http with us, and tells in this header which it was. Without it, the
# addresses in our answers would begin with http://, and a page at https:// may not ask there.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- everything else --------------------------------------------------------------------------------------------------
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
    "loggers": {"django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False}},
}
