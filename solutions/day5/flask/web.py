"""What the modules share: strict JSON in and out, and ids in addresses."""

from typing import Any, NoReturn

from flask import Flask, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.routing import IntegerConverter

from rules import Invalid


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
    """`<id:ticket_id>` in a route: an <int:…> of at most nine digits, so that every database's integers can hold it.
    Anything else is 404.
    """

    regex = "[1-9][0-9]{0,8}"


def speak_json(app: Flask) -> None:
    app.json = StrictJSON(app)
    app.url_map.converters["id"] = IdConverter


def read_object() -> dict[str, Any]:
    """The request's body, which must be a JSON object. Flask answers 415 and 400 where it is no JSON at all."""
    body = request.get_json()
    if not isinstance(body, dict):
        raise Invalid({"body": "must be a JSON object"})
    return body


def not_yet() -> tuple[dict, int]:
    """What a route answers until you write it. When nothing uses it any more, delete it."""
    return {"error": "not implemented yet"}, 501
