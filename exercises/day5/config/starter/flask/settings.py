"""All settings. The rest of the code asks here."""

import os
from pathlib import Path

HERE = Path(__file__).parent

# TODO config.precedence: .env, a file beside this one, is read as well. What is in the environment wins.


def whole(name: str, default: int) -> int:
    """A whole number."""
    # TODO config.port: a PORT that is none, or no port, stops the start with a message: raise SystemExit("…").
    # TODO config.types: so does a MAX_PAGE_SIZE that is none.
    try:
        return int(os.environ.get(name, default))
    except ValueError:
        return default


PORT = whole("PORT", 8080)
if not 1 <= PORT <= 65535:
    PORT = 8080

# TODO config.required: a key that everybody can read is none. In production (APP_ENV) there has to be one, or the app
#   doesn't start; in development it may do without.
SECRET_KEY = os.environ.get("SECRET_KEY", "everybody-who-reads-this-knows-it")
DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{HERE / 'app.sqlite3'}"

# TODO config.types: DEBUG=false is a text that isn't empty, and so it is true. yes or no: true, 1, on, yes, false, 0,
#   off, no.
# TODO config.production: in production there is no debugging, whatever DEBUG says.
DEBUG = bool(os.environ.get("DEBUG"))

# TODO config.visible: the other settings of the README: APP_ENV, MAX_PAGE_SIZE, FEATURE_EXPORT, LOG_LEVEL, UPLOAD_DIR,
#   MAIL_FROM, SMTP_HOST, SMTP_PORT.
