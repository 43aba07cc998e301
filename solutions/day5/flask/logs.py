"""The log: a line of JSON for everything, on standard output."""

import json
import logging
import sys
import time
from datetime import UTC, datetime

from flask import Flask, Response, g, has_request_context, request

import settings

log = logging.getLogger("app")


class JsonLines(logging.Formatter):
    """One record, one line: JSON writes a line break as two characters, whoever sent it."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
        }
        if has_request_context():
            line["request_id"] = g.get("request_id")
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line | getattr(record, "fields", {}))


def set_up() -> None:
    """For all loggers, those of the libraries too."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=settings.LOG_LEVEL.upper(), force=True)
    # The development server's own access log has the whole address in it, with the query.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)


def wrap(app: Flask) -> None:
    app.before_request(start_clock)
    app.after_request(write_line)


def start_clock() -> None:
    g.began = time.perf_counter()


def write_line(response: Response) -> Response:
    """What was asked and what became of it. No headers, no body, no query: there may be secrets in them."""
    status = response.status_code
    fields = {
        "method": request.method,
        "path": request.path,
        "status": status,
        "duration_ms": round((time.perf_counter() - g.began) * 1000, 2),
    }
    level = logging.ERROR if status >= 500 else logging.WARNING if status >= 400 else logging.INFO
    log.log(level, "%s %s %d", request.method, request.path, status, extra={"fields": fields})
    return response
