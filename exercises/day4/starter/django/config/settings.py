"""Settings of an API with a database, accounts and sessions: no templates, no admin site."""

import os

from config.database import DATABASES as DATABASES

# TODO tokens.secret: whoever knows this key can forge what it signs, and whoever has the code knows it. It belongs into
#   the environment variable SECRET_KEY. Where there is none, on your own machine, get_random_secret_key() from
#   django.core.management.utils makes one.
SECRET_KEY = "django-insecure-the-same-for-everybody"

# Off, so that errors are answered by our own JSON handlers. DEBUG=1 brings Django's HTML error pages back.
DEBUG = os.environ.get("DEBUG") == "1"
ALLOWED_HOSTS = ["*"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",  # auth needs it
    "django.contrib.sessions",
    "api",
    "accounts",
    "notes",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",  # request.session, from the cookie
    "django.contrib.auth.middleware.AuthenticationMiddleware",  # request.user, from the session
]

# --- accounts ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"

# TODO access.admin: whoever registers with the e-mail in the environment variable ADMIN_EMAIL is an admin. Read it here
#   into a setting; views find it with `from django.conf import settings`. There may be none: then nobody is.
# TODO accounts.hash: without a line here, Django hashes passwords with a million rounds of PBKDF2. That is safe, and it
#   takes half a second. If that is too slow for you, look up PASSWORD_HASHERS: argon2id, for which argon2-cffi is in
#   requirements.txt, is safer in less time. But Django's setting of it takes 100 MiB for each login. A class of your
#   own, made from Argon2PasswordHasher, can have memory_cost = 19 * 1024, time_cost = 2 and parallelism = 1, as OWASP
#   recommends.

# --- sessions ---------------------------------------------------------------------------------------------------------
# A session is a row in the database, and the cookie nothing but its long random key.
# TODO tokens.expiry: a session ends TOKEN_TTL_SECONDS after the last request (an environment variable; 900 without it).
#   SESSION_COOKIE_AGE is how long it lasts, and SESSION_SAVE_EVERY_REQUEST lets that begin anew with each request.
# TODO tokens.claims: look up what SESSION_COOKIE_HTTPONLY, SESSION_COOKIE_SAMESITE and SESSION_COOKIE_SECURE are for,
#   and what they are when nobody sets them.
# TODO tokens.restart: look up SESSION_ENGINE. Which of the engines would forget everybody at a restart?
#
# Another site can make a browser send requests here, and the browser adds the cookie by itself. That is called CSRF.
# Django's answer for pages with forms is CsrfViewMiddleware, which is not in the list above. For this API two things do
# the same: SameSite=Lax, with which the browser leaves the cookie out of every POST, PUT, PATCH and DELETE that begins
# on another site; and bodies that must be application/json, which a form can't send.

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
    "loggers": {
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "waitress.queue": {"level": "ERROR"},  # that a request has to wait for its turn is nothing to warn of
    },
}
