"""All settings: read once, at the start, from the environment and .env, and checked.

What is wrong stops the start with a sentence. The rest of the code asks here, and gets numbers and booleans.
"""

import os
import re
from pathlib import Path

from dotenv import load_dotenv

HERE = Path(__file__).parent
YES, NO = {"true", "1", "on", "yes"}, {"false", "0", "off", "no"}
SECRETS = ("SECRET_KEY", "DATABASE_URL")  # there may be a password in the second

load_dotenv(HERE / ".env")  # fills in what is missing, and leaves alone what is in the environment


def text(name: str, default: str = "") -> str:
    """A variable that is set to nothing counts as one that is not set."""
    return os.environ.get(name, "").strip() or default


def refuse(name: str, rule: str) -> SystemExit:
    """Raised, it prints its text on standard error and ends the program with exit code 1."""
    return SystemExit(f"{name} must be {rule}, and it is {os.environ[name]!r}")


def whole(name: str, default: int, least: int, most: int | None = None) -> int:
    given = text(name, str(default))
    if not re.fullmatch(r"[0-9]{1,9}", given) or int(given) < least or (most and int(given) > most):
        raise refuse(name, f"a whole number from {least}" + (f" to {most}" if most else ""))
    return int(given)


def yes(name: str) -> bool:
    given = text(name, "no").lower()
    if given not in YES | NO:
        raise refuse(name, "yes or no (true, false, 1, 0, on, off)")
    return given in YES


def word(name: str, default: str, *words: str) -> str:
    given = text(name, default).lower()
    if given not in words:
        raise refuse(name, f"one of {', '.join(words)}")
    return given


PORT = whole("PORT", 8080, 1, 65535)
APP_ENV = word("APP_ENV", "development", "development", "production")
SECRET_KEY = text("SECRET_KEY")
DATABASE_URL = text("DATABASE_URL", f"sqlite:///{HERE / 'app.sqlite3'}")
MAX_PAGE_SIZE = whole("MAX_PAGE_SIZE", 100, 1)
DEBUG = yes("DEBUG") and APP_ENV != "production"  # whatever somebody has left in the environment
FEATURE_EXPORT = yes("FEATURE_EXPORT")
LOG_LEVEL = word("LOG_LEVEL", "info", "debug", "info", "warning", "warn", "error")
UPLOAD_DIR = Path(text("UPLOAD_DIR", str(HERE / "uploads")))
MAIL_FROM = text("MAIL_FROM", "helpdesk@localhost")
SMTP_HOST = text("SMTP_HOST", "127.0.0.1")
SMTP_PORT = whole("SMTP_PORT", 25, 1, 65535)

if APP_ENV == "production" and not SECRET_KEY:
    raise SystemExit("SECRET_KEY is missing: in production it must be set")
