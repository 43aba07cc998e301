"""JSON as the checks see it: parsed strictly, compared by value, described in plain words.

Python holds `True == 1`; JSON does not. Parsed objects and arrays therefore compare through `same`, and a missing
key is a failed check with a sentence instead of a KeyError.
"""

from __future__ import annotations

import heapq
import json
import re
from collections.abc import Iterator
from typing import Any

_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
LONGEST_SHOWN = 160
MOST_TOLD = 100  # differences that are counted
DEEPEST = 100  # levels: what compares and words a value calls itself for each
LONGEST_NUMBER = 4000  # digits
MOST_CONTAINERS = 100_000  # arrays and objects of one answer: each takes far more memory than its two brackets


class Miss(AssertionError):  # noqa: N818  # what a learner missed
    """A check that failed with its words ready: what was expected, and what came."""

    def __init__(self, expected: str, got: str) -> None:
        super().__init__(f"expected {expected}, got {got}")
        self.expected = expected
        self.got = got


class JsonObject(dict[str, Any]):
    """A JSON object of an answer. Compares strictly; a missing key fails the check in words."""

    __slots__ = ()
    __hash__ = None

    def __missing__(self, key: object) -> Any:
        raise Miss(f"an object with the key {quoted(key)}", say(self))

    def __eq__(self, other: object) -> bool:
        return same(self, other)

    def __ne__(self, other: object) -> bool:
        return not same(self, other)


class JsonArray(list[Any]):
    """A JSON array of an answer. Compares strictly; a missing place fails the check in words."""

    __slots__ = ()
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
    if text.count("[") + text.count("{") > MOST_CONTAINERS and _containers(text) > MOST_CONTAINERS:
        raise ValueError(f"it has more than {MOST_CONTAINERS} arrays and objects")
    try:
        return _wrapped(
            json.loads(text, parse_constant=_no_constant, parse_int=_integer, object_pairs_hook=_unique), DEEPEST
        )
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"{error.msg.lower()} at line {error.lineno} column {error.colno}") from None


def _containers(text: str) -> int:
    """How many arrays and objects begin in a text; brackets within strings do not count."""
    outside = _STRING.sub("", text)
    return outside.count("[") + outside.count("{")


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
        return f"the number {_number(value)}"
    if isinstance(value, str):
        return f"the text {_dump(value)}"
    if isinstance(value, (list, tuple)):
        return f"an array of {len(value)}: {_dump(value)}" if value else "an empty array"
    if isinstance(value, dict):
        return _dump(value)
    return shortened(repr(value))


def quoted(key: object) -> str:
    """A key as it stands in JSON."""
    return _dump(key)


def _number(value: float) -> str:
    if isinstance(value, int) and value.bit_length() > LONGEST_NUMBER * 3:  # Python refuses to write much longer ones
        return f"{'-' if value < 0 else ''}… (it has more than {int(value.bit_length() * 0.301)} digits)"
    return shortened(repr(value))


def _dump(value: Any) -> str:
    """The start of a value as JSON. No more of it is written than is shown, however large it is."""
    found = ""
    try:
        for piece in json.JSONEncoder(ensure_ascii=False, default=_other).iterencode(value):
            found += piece[: LONGEST_SHOWN + 1]
            if len(found) > LONGEST_SHOWN:
                break
    except (ValueError, TypeError, RecursionError):  # a key that JSON has not, a number too long to be written
        found += "…"
    return shortened(found)


def _other(value: Any) -> str:
    return str(getattr(value, "says", None) or repr(value))


def shortened(text: str) -> str:
    """The start of a text."""
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def differences(got: Any, expected: Any, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Where two JSON values differ: (path like `items[0].price`, expected in words, got in words).

    One walk through both, so that it ends soon however large and deep they are.
    """
    parts = getattr(expected, "parts", expected)
    if isinstance(parts, dict) and isinstance(got, dict):
        yield from _in_objects(got, parts, path, others_allowed=parts is not expected)
    elif isinstance(expected, (list, tuple)) and isinstance(got, list):
        if len(got) != len(expected):
            yield path, f"an array of {len(expected)}", say(got)
        for place, (mine, theirs) in enumerate(zip(got, expected, strict=False)):
            yield from differences(mine, theirs, _step(path, f"[{place}]"))
    elif not same(got, expected):
        yield path, say(expected), say(got)


def _in_objects(
    got: dict[str, Any], parts: dict[str, Any], path: str, *, others_allowed: bool
) -> Iterator[tuple[str, str, str]]:
    dot = "." if path else ""
    for key, value in parts.items():
        if key not in got:
            yield _step(path, f"{dot}{key}"), say(value), "nothing: the key is missing"
        else:
            yield from differences(dict.get(got, key), value, _step(path, f"{dot}{key}"))
    for key in () if others_allowed else heapq.nsmallest(MOST_TOLD, got.keys() - parts.keys()):
        yield _step(path, f"{dot}{key}"), "no such key", say(dict.get(got, key))


def _step(path: str, step: str) -> str:
    """One step deeper. A path that is too long to be shown grows no further."""
    return path if len(path) > LONGEST_SHOWN else shortened(path + step)
