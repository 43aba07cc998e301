"""What the three modules share: JSON bodies in, and every error out as JSON."""

from typing import Any, NoReturn

from flask import Flask, Response, current_app
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import HTTPException, UnprocessableEntity


class Invalid(UnprocessableEntity):
    """422: the request can be read, but breaks a rule. `fields` has a message for each field that does.

    raise Invalid({"price": "must not be negative"})
    """

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


# Each body that has to be an object is read in the same steps, in users.py, products.py and json_api.py. A function for
# it would fit here. Flask's request.get_json() does the first half: it answers 415 and 400 by itself.


def not_yet() -> tuple[dict, int]:
    """What every route answers until you write it. When nothing uses it any more, delete it."""
    return {"error": "not implemented yet"}, 501
