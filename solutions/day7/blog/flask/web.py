"""What the modules share: JSON bodies in, rules for what is in them, and every error out as problem details (RFC 9457).

A rule is a function that takes a value and returns what is to be used, or raises ValueError with what is wrong:

    obey({"title": text_rule(1, 200)}, read_object())
"""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, NoReturn

from flask import Flask, Response, current_app, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import HTTPException, UnprocessableEntity
from werkzeug.routing import BaseConverter, IntegerConverter

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


class SlugConverter(BaseConverter):
    """`<slug:slug>` in a route: what a slug can be made of. Anything else is 404 and never gets to the database."""

    regex = "[a-z0-9-]{1,100}"


def speak_json(app: Flask) -> None:
    """Makes an app answer its errors as JSON too."""
    app.json = StrictJSON(app)
    app.config["MAX_CONTENT_LENGTH"] = 1 << 20  # a body of more than 1 MiB is answered 413
    app.url_map.converters["id"] = IdConverter
    app.url_map.converters["slug"] = SlugConverter
    app.register_error_handler(HTTPException, answer_error)
    app.register_error_handler(RecursionError, answer_too_deep)


def answer_error(error: HTTPException) -> Response:
    fields = error.fields if isinstance(error, Invalid) else None
    response = problem(error.code or 500, error.description or "", fields)
    for name, value in error.get_response().headers:  # such as Allow
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def answer_too_deep(error: RecursionError) -> Response:
    return problem(400, "the body is nested too deeply")


def problem(status: int, detail: str, fields: Mapping[str, str] | None = None) -> Response:
    """Problem details: what went wrong, in a form that all clients can read."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    if fields is not None:
        body["errors"] = [{"field": field, "message": message} for field, message in fields.items()]
    text = current_app.json.dumps(body)
    return Response(text, status, content_type="application/problem+json")


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


def not_blank(rule: Rule) -> Rule:
    """The same rule for a text that must not be blank."""

    def stricter(value: Any) -> str:
        text = rule(value)
        if not text.strip():
            raise ValueError("must not be blank")
        return text

    return stricter


def is_storable(value: str) -> bool:
    """Whether every database can store the text. PostgreSQL can't store NUL, and none can store half a character:
    the JSON "\\ud83e" is the first half of an emoji.
    """
    return "\x00" not in value and not any("\ud800" <= character <= "\udfff" for character in value)
