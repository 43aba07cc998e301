"""What the three modules share: JSON bodies in, and every error out as JSON."""

import math
from typing import Any, NoReturn

from flask import Flask, Response, current_app, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import HTTPException, UnprocessableEntity


class Invalid(UnprocessableEntity):
    """422: the request can be read, but breaks a rule. `fields` has a message for each field that does."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__("some fields are not valid")
        self.fields = fields


class StrictJSON(DefaultJSONProvider):
    """Python's json module also reads and writes NaN and Infinity, which are not JSON."""

    sort_keys = False

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        return super().loads(s, parse_constant=refuse, **kwargs)

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        return super().dumps(obj, allow_nan=False, **kwargs)


def refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def speak_json(app: Flask) -> None:
    """Makes an app answer its errors as JSON too: {"error": …}, and "fields" where it is a matter of fields."""
    app.json = StrictJSON(app)
    app.register_error_handler(HTTPException, answer_error)
    app.register_error_handler(RecursionError, answer_too_deep)


def answer_error(error: HTTPException) -> Response:
    response = error.get_response()  # keeps the status and headers such as Allow
    body = {"error": error.description}
    if isinstance(error, Invalid):
        body["fields"] = error.fields
    response.data = current_app.json.dumps(body)
    response.content_type = "application/json"
    return response


def answer_too_deep(error: RecursionError) -> tuple[dict, int]:
    return {"error": "the body is nested too deeply"}, 400


def read_object() -> dict[str, Any]:
    """The request's body, which must be a JSON object. Flask answers 415 and 400 where it is no JSON at all."""
    body = request.get_json()
    if not isinstance(body, dict):
        raise Invalid({"body": "must be a JSON object"})
    return body


def is_number(value: Any) -> bool:
    """Whether it is a finite number: not true, which is 1 to Python, and not 1e400, which Python reads as infinite."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and -math.inf < value < math.inf
