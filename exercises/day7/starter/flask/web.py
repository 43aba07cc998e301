"""What the modules share: JSON bodies in, rules for what is in them, and every error out as JSON. Finished.

A rule is a function that takes a value and returns what is to be used, or raises ValueError with what is wrong:

    obey({"title": text_rule(1, 200)}, read_object())

What is absent no rule sees. For fields that must be there: `dict.fromkeys(rules) | read_object()`.
"""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from flask import Flask, Response, current_app, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import HTTPException, UnprocessableEntity
from werkzeug.routing import IntegerConverter

Rule = Callable[[Any], Any]


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


class IdConverter(IntegerConverter):
    """`<id:user_id>` in a route: an <int:…> of at most nine digits, so that every database's integers can hold it.
    Anything else is 404.
    """

    regex = "[1-9][0-9]{0,8}"


def speak_json(app: Flask) -> None:
    """Makes an app answer its errors as JSON too: {"error": …}, and "fields" where it is a matter of fields."""
    app.json = StrictJSON(app)
    app.config["MAX_CONTENT_LENGTH"] = 1 << 20  # a body of more than 1 MiB is answered 413
    app.url_map.converters["id"] = IdConverter
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


# --- bodies -----------------------------------------------------------------------------------------------------------
def read_object() -> dict[str, Any]:
    """The request's body, which must be a JSON object. Flask answers 415 and 400 where it is no JSON at all."""
    body = request.get_json()
    if not isinstance(body, dict):
        raise Invalid({"body": "must be a JSON object"})
    return body


def obey(rules: Mapping[str, Rule], values: Mapping[str, Any]) -> dict[str, Any]:
    """What the rules make of those values that they know. Raises Invalid that names all that break theirs."""
    good, wrong = {}, {}
    for name, rule in rules.items():
        if name in values:
            try:
                good[name] = rule(values[name])
            except ValueError as error:
                wrong[name] = str(error)
    if wrong:
        raise Invalid(wrong)
    return good


def text_rule(least: int, most: int) -> Rule:
    """The rule for a text of so many characters."""

    def rule(value: Any) -> str:
        if not isinstance(value, str) or not least <= len(value) <= most:
            raise ValueError(f"must be a text of {least} to {most} characters")
        if not is_storable(value):
            raise ValueError("has a character that can't be stored")
        return value

    return rule


def is_storable(value: str) -> bool:
    """Whether every database can store the text. PostgreSQL can't store NUL, and none can store half a character:
    the JSON "\\ud83e" is the first half of an emoji.
    """
    return "\x00" not in value and not any("\ud800" <= character <= "\udfff" for character in value)


def not_yet() -> tuple[dict, int]:
    """What every route answers until you write it. When nothing uses it any more, delete it."""
    return {"error": "not implemented yet"}, 501
