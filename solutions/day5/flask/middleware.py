"""What is done around every view: an id for the request, limits, and headers for safety."""

import re
import uuid

from flask import Flask, Response, abort, g, request

GOOD_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")
MAX_BODY = 1024 * 1024
MAX_QUERY = 8000


def wrap(app: Flask) -> None:
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY  # Flask answers 413 before it reads more
    app.before_request(take_id)
    app.before_request(limit_query)
    app.after_request(add_headers)


def take_id() -> None:
    """The id that the client sent, if it is a good one: it may have to do with a log of its own."""
    sent = request.headers.get("X-Request-ID", "")
    g.request_id = sent if GOOD_ID.fullmatch(sent) else str(uuid.uuid4())


def limit_query() -> None:
    if len(request.query_string) > MAX_QUERY:
        abort(414, "the query is too long")


def add_headers(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.request_id
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
