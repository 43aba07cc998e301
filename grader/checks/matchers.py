"""Values that equal more than one thing, and say in plain words what they stand for.

They are put where a comparison expects a value: `assert reply.json() == {"id": ANY, "price": number(9.5)}`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from grader.checks.values import same, say


class Matcher:
    """Equals whatever `accepts` says; its repr is what a learner reads as the expected value."""

    __hash__ = None  # type: ignore[assignment]  # what equals many things can't be a key

    def __init__(self, says: str, accepts: Callable[[Any], bool]) -> None:
        self.says = says
        self.accepts = accepts

    def __eq__(self, other: object) -> bool:
        return self.accepts(other)

    def __repr__(self) -> str:
        return self.says


class Containing(Matcher):
    """A JSON object with at least these keys; `parts` lets a difference be named by its path."""

    def __init__(self, parts: Mapping[str, Any]) -> None:
        named = ", ".join(f'"{key}": {say(value)}' for key, value in parts.items())
        super().__init__(f"an object with {{{named}}}", self._accepts)
        self.parts = dict(parts)

    def _accepts(self, other: Any) -> bool:
        return isinstance(other, dict) and all(k in other and same(other[k], v) for k, v in self.parts.items())


def is_number(value: Any) -> bool:
    """A JSON number: true and false are none, though Python counts them as integers."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_near(value: Any, other: float, within: float) -> bool:
    """Whether a value is a JSON number within a distance; one that is too large to tell is not."""
    try:
        return is_number(value) and abs(value - other) <= within
    except OverflowError:
        return False


def containing(parts: Mapping[str, Any] | None = None, /, **keys: Any) -> Containing:
    """A JSON object that has these keys with these values, and maybe others."""
    return Containing({**(parts or {}), **keys})


def text(says: str = "a non-empty text") -> Matcher:
    """Any text that is not blank."""
    return Matcher(says, lambda value: isinstance(value, str) and bool(value.strip()))


def number(value: float, within: float = 1e-9) -> Matcher:
    """A JSON number (no text, no boolean) within an absolute distance."""
    return Matcher(f"the number {value!r}", lambda other: is_near(other, value, within))


def one_of(*values: Any) -> Matcher:
    """Any of these values."""
    return Matcher(" or ".join(map(say, values)), lambda other: any(same(other, value) for value in values))


ANY = Matcher("anything", lambda _: True)
ERROR = containing(error=text())
