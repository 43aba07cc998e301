"""What becomes of an error: made in one place, for all of them."""

from flask import Flask, Response, current_app
from werkzeug.exceptions import BadRequest, HTTPException

from rules import Invalid


def answer_errors(app: Flask) -> None:
    # TODO errors.unexpected: what nobody expected comes as any Exception. Register a handler for it that tells the
    #   client nothing but that it is our fault (500).
    # TODO logging.trace: and that writes the exception into the log, with its trace.
    app.register_error_handler(HTTPException, answer_error)
    app.register_error_handler(RecursionError, answer_too_deep)


def answer_error(error: HTTPException) -> Response:
    """Every error that Flask knows comes here: those of abort(), unknown addresses, wrong methods, bodies that are no
    JSON. `error.name` is what the status is called, `error.code` its number, `error.description` what is wrong.
    """
    # TODO errors.problem: problem details, as application/problem+json.
    # TODO errors.validation: and "errors" with a field and a message for each, where it is a matter of fields.
    response = error.get_response()  # keeps the status and headers such as Allow
    body = {"error": error.description}
    if isinstance(error, Invalid):
        body["fields"] = error.fields
    response.data = current_app.json.dumps(body)
    response.content_type = "application/json"
    return response


def answer_too_deep(error: RecursionError) -> Response:
    """Python's JSON parser calls itself for each level, and there is an end to that."""
    return answer_error(BadRequest("the body is nested too deeply"))
