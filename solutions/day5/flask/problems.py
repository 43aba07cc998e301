"""Every error as problem details (RFC 9457), made in one place."""

import logging

from flask import Flask, Response, current_app
from werkzeug.exceptions import BadRequest, HTTPException, InternalServerError

from rules import Invalid

log = logging.getLogger("app")


def answer_errors(app: Flask) -> None:
    app.register_error_handler(HTTPException, answer_error)
    app.register_error_handler(RecursionError, answer_too_deep)
    app.register_error_handler(Exception, answer_crash)


def answer_error(error: HTTPException) -> Response:
    response = error.get_response()  # keeps the status and headers such as Allow
    body = {"type": "about:blank", "title": error.name, "status": error.code, "detail": error.description}
    if isinstance(error, Invalid):
        body["errors"] = [{"field": path, "message": message} for path, message in error.fields.items()]
    response.data = current_app.json.dumps(body)
    response.content_type = "application/problem+json"
    return response


def answer_too_deep(error: RecursionError) -> Response:
    """Python's JSON parser calls itself for each level, and there is an end to that."""
    return answer_error(BadRequest("the body is nested too deeply"))


def answer_crash(error: Exception) -> Response:
    """Whatever nobody expected. All of it goes into the log, and nothing to the client."""
    log.error("unexpected %s", type(error).__name__, exc_info=error)
    return answer_error(InternalServerError("something went wrong on our side"))
