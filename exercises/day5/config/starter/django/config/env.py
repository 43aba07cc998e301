"""What the environment says. It is read here and nowhere else; config/settings.py takes its values from here.

environs, which is in requirements.txt, reads, translates and checks: `env = Env()`, then env.str("MAIL_FROM", "…"),
env.int("SMTP_PORT", 25), env.bool("FEATURE_EXPORT", False), env.path("UPLOAD_DIR", …). It raises EnvError where a value
can't be used. With Env(eager=False) it collects what is wrong until you call env.seal().
"""

import logging
import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

# TODO config.precedence: a file .env beside the code counts as well. env.read_env(…) reads it, and leaves alone what
#   the environment says already.

APP_ENV = os.environ.get("APP_ENV", "development")

# TODO config.port: whoever says PORT=abc should not have to guess where the server is. Let the start fail, with a text
#   that says what is wrong: `sys.exit("…")` prints it on standard error and ends with the code 1.
try:
    PORT = int(os.environ.get("PORT", "8080"))
except ValueError:
    PORT = 8080

# TODO config.required: in production a key must come from outside; this one is known to everybody who has the code. In
#   development, where there is none, get_random_secret_key() of django.core.management.utils makes one.
SECRET_KEY = os.environ.get("SECRET_KEY", "only-for-development")

# TODO config.types: the environment holds nothing but texts. Is "false" true?
# TODO config.production: with DEBUG Django shows strangers the traces of our faults.
DEBUG = bool(os.environ.get("DEBUG"))

# TODO config.change: these two should come from the environment.
# TODO config.types: MAX_PAGE_SIZE=abc, 0 and 25x are mistakes that somebody should hear of.
MAX_PAGE_SIZE = 100
FEATURE_EXPORT = False

# TODO logging.levels: this one, too: debug, info, warning or error.
LOG_LEVEL = logging.INFO

DATABASE_URL = os.environ.get("DATABASE_URL", f"sqlite:///{BASE_DIR / 'app.sqlite3'}")
UPLOAD_DIR = Path(os.environ.get("UPLOAD_DIR", BASE_DIR / "uploads"))

MAIL_FROM = os.environ.get("MAIL_FROM", "helpdesk@localhost")
SMTP_HOST = os.environ.get("SMTP_HOST", "127.0.0.1")
SMTP_PORT = os.environ.get("SMTP_PORT", "25")
