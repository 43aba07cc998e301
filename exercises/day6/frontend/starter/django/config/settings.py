"""Settings of a Todo backend and its page: no templates, no sessions, no admin."""

import os

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
# TODO frontend.page: Django serves no files in production. WhiteNoise does: whitenoise.middleware.WhiteNoiseMiddleware
#   belongs into this list, near the top.
# TODO online.production: what adds X-Content-Type-Options: nosniff to every answer? See day 5.
MIDDLEWARE = [
    "corsheaders.middleware.CorsMiddleware",  # before everything that can answer: errors need the header, too
    "django.middleware.common.CommonMiddleware",
]

# --- the page ---------------------------------------------------------------------------------------------------------
# TODO frontend.page: the folder of the page is BASE_DIR / "public" (BASE_DIR is in config/database.py). WHITENOISE_ROOT
#   has its files served. For / you need a view, or WHITENOISE_INDEX_FILE = True.

# TODO frontend.cors: pages of every origin may use the todos, as on day 3. From now on only those in CORS_ORIGINS may:
#   a list with commas, such as https://a.example,http://localhost:5173. Its name here is CORS_ALLOWED_ORIGINS.
CORS_ALLOW_ALL_ORIGINS = True
CORS_URLS_REGEX = r"^/todos(/.*)?$"

# --- behind a platform's proxy ----------------------------------------------------------------------------------------
# TODO online.contract: the proxy speaks https with the world and http with us. How do we learn of it, so that the
#   addresses in our answers begin with https? Look up SECURE_PROXY_SSL_HEADER.

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
