"""How log lines look: one JSON object each, so that a program can search them, and a newline in a text stays in it."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime

request_id = ContextVar("request_id", default=None)  # of the request that is being answered; each has its own

# What a record has by itself. Whatever else it has was given with `extra`, and belongs into the line.
USUAL = set(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


class JsonFormatter(logging.Formatter):
    def format(self, record):
        line = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": request_id.get(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in USUAL}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def logging_settings(level):
    """For LOGGING in the settings: everything from this level on goes to stdout, as JSON."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonFormatter}},
        "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"}},
        "root": {"handlers": ["stdout"], "level": level},
        "loggers": {
            # Django would add handlers of its own, and lines for errors that AccessLog has told already.
            "django": {"handlers": [], "propagate": True},
            "django.request": {"level": "CRITICAL"},
            "waitress.queue": {"level": "ERROR"},  # that a request has to wait for its turn is nothing to warn of
        },
    }
