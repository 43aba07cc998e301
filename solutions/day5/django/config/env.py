"""What the environment says. It is read here and nowhere else, once, at the start: what is wrong stops it at once.

A file .env beside the code counts as well; where the real environment says something else, the environment wins.
"""

import logging
import sys
from pathlib import Path

from environs import Env, EnvValidationError, validate

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env(eager=False)  # remembers all that is wrong until seal(), instead of stopping at the first
env.read_env(BASE_DIR / ".env", recurse=False)


def sealed_against_nonsense():
    """Ends the program, with a line for every variable that can't be used. Never shows a value: it may be a secret."""
    try:
        env.seal()
    except EnvValidationError as error:
        wrong = "".join(f"\n  {name}: {' '.join(words)}" for name, words in sorted(error.error_messages.items()))
        sys.exit(f"The app can't start: correct these variables in the environment or in .env.{wrong}")


a_port = validate.Range(min=1, max=65535)
filled = validate.Length(min=1, error="Must not be empty.")

APP_ENV = env.str("APP_ENV", "development", validate=validate.OneOf(["development", "production"]))
PRODUCTION = APP_ENV == "production"

PORT = env.int("PORT", 8080, validate=a_port)
DEBUG = env.bool("DEBUG", False)
LOG_LEVEL = env.log_level("LOG_LEVEL", logging.INFO)

# In production a key must come from outside. A default would be in the code, where everybody can read it.
SECRET_KEY = env.str("SECRET_KEY", validate=filled) if PRODUCTION else env.str("SECRET_KEY", None)

DATABASE_URL = env.str("DATABASE_URL", f"sqlite:///{BASE_DIR / 'app.sqlite3'}", validate=filled)
MAX_PAGE_SIZE = env.int("MAX_PAGE_SIZE", 100, validate=validate.Range(min=1))
FEATURE_EXPORT = env.bool("FEATURE_EXPORT", False)
UPLOAD_DIR = env.path("UPLOAD_DIR", BASE_DIR / "uploads")

MAIL_FROM = env.str("MAIL_FROM", "helpdesk@localhost", validate=validate.Email())
SMTP_HOST = env.str("SMTP_HOST", "127.0.0.1", validate=filled)
SMTP_PORT = env.int("SMTP_PORT", 25, validate=a_port)

sealed_against_nonsense()
