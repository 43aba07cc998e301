"""JSON as the checks see it: parsed strictly, compared by value, described in plain words.

Python holds `True == 1`; JSON does not. Parsed objects and arrays therefore compare through `same`, and a missing
key is a failed check with a sentence instead of a KeyError.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

LONGEST_SHOWN = 160
DEEPEST = 100  # levels: what compares and words a value calls itself for each
LONGEST_NUMBER = 4000  # digits


class Miss(AssertionError):  # noqa: N818  # what a learner missed
    """A check that failed with its words ready: what was expected, and what came."""

    def __init__(self, expected: str, got: str) -> None:
        super().__init__(f"expected {expected}, got {got}")
        self.expected = expected
        self.got = got


class JsonObject(dict[str, Any]):
    """A JSON object of an answer. Compares strictly; a missing key fails the check in words."""

    __hash__ = None

    def __missing__(self, key: object) -> Any:
        raise Miss(f"an object with the key {quoted(key)}", say(self))

    def __eq__(self, other: object) -> bool:
        return same(self, other)

    def __ne__(self, other: object) -> bool:
        return not same(self, other)


class JsonArray(list[Any]):
    """A JSON array of an answer. Compares strictly; a missing place fails the check in words."""

    __hash__ = None

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, str):
            raise Miss(f"an object with the key {quoted(place)}", say(self))
        try:
            return super().__getitem__(place)
        except IndexError:
            raise Miss(f"an array with more than {len(self)} elements", say(self)) from None

    def __eq__(self, other: object) -> bool:
        return same(self, other)

    def __ne__(self, other: object) -> bool:
        return not same(self, other)

    def __contains__(self, value: object) -> bool:
        return any(same(item, value) for item in self)


def parse_json(text: str) -> Any:
    """Strict JSON. Raises ValueError in plain words, also for what Python's parser lets through or trips over."""
    try:
        return _wrapped(
            json.loads(text, parse_constant=_no_constant, parse_int=_integer, object_pairs_hook=_unique), DEEPEST
        )
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"{error.msg.lower()} at line {error.lineno} column {error.colno}") from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


def _integer(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise ValueError(f"a number has {len(digits)} digits")
    return int(digits)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = JsonObject(pairs)
    if len(found) != len(pairs):
        raise ValueError("an object has the same key twice")
    return found


def _wrapped(value: Any, levels: int) -> Any:
    if levels == 0 and isinstance(value, (list, dict)):
        raise ValueError("it is nested too deeply")
    if isinstance(value, list):
        return JsonArray(_wrapped(item, levels - 1) for item in value)
    if isinstance(value, dict):
        for key in value:
            dict.__setitem__(value, key, _wrapped(value[key], levels - 1))
    return value


def is_matcher(value: Any) -> bool:
    return callable(getattr(value, "accepts", None))


def same(one: Any, other: Any) -> bool:
    """Equal as JSON: numbers by value, true and false are no numbers, objects whatever their order."""
    if is_matcher(one):
        return bool(one.accepts(other))
    if is_matcher(other):
        return bool(other.accepts(one))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one.get(key), other.get(key)) for key in one)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, (dict, list)) or isinstance(other, (dict, list)):
        return False
    return bool(one == other)


def say(value: Any) -> str:
    """A value in a learner's words: `the number 9.5`, `the text "9.5"`, `null`, `an array of 3: […]`."""
    if is_matcher(value):
        return str(value.says)
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, (int, float)):
        return f"the number {_short(repr(value))}"
    if isinstance(value, str):
        return f"the text {_short(json.dumps(value, ensure_ascii=False))}"
    if isinstance(value, (list, tuple)):
        return f"an array of {len(value)}: {_short(_dump(value))}" if value else "an empty array"
    if isinstance(value, dict):
        return _short(_dump(value))
    return _short(repr(value))


def quoted(key: object) -> str:
    """A key as it stands in JSON."""
    return _short(_dump(key))


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=lambda other: getattr(other, "says", repr(other)))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def differences(got: Any, expected: Any, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Where two JSON values differ: (path like `items[0].price`, expected in words, got in words)."""
    parts = getattr(expected, "parts", expected)
    if isinstance(parts, dict) and isinstance(got, dict):
        yield from _in_objects(got, parts, path, others_allowed=parts is not expected)
    elif isinstance(expected, (list, tuple)) and isinstance(got, list):
        if len(got) != len(expected):
            yield path, f"an array of {len(expected)}", say(got)
        for place, (mine, theirs) in enumerate(zip(got, expected, strict=False)):
            if not same(mine, theirs):
                yield from differences(mine, theirs, f"{path}[{place}]")
    elif not same(got, expected):
        yield path, say(expected), say(got)


def _in_objects(
    got: dict[str, Any], parts: dict[str, Any], path: str, *, others_allowed: bool
) -> Iterator[tuple[str, str, str]]:
    prefix = f"{path}." if path else ""
    for key, value in parts.items():
        if key not in got:
            yield f"{prefix}{key}", say(value), "nothing: the key is missing"
        elif not same(got[key], value):
            yield from differences(dict.get(got, key), value, f"{prefix}{key}")
    for key in () if others_allowed else sorted(got.keys() - parts.keys()):
        yield f"{prefix}{key}", "no such key", say(dict.get(got, key))
