"""Turns a failed comparison into what a learner reads: what was expected, and what came."""

from __future__ import annotations

from itertools import islice
from typing import Any

from grader.checks.reply import Status, status_words
from grader.checks.values import MOST_TOLD, differences, is_matcher, quoted, say

WORDS = {"<": "below", "<=": "at most", ">": "above", ">=": "at least", "!=": "anything but", "is": "", "is not": "not"}


def compare(op: str, left: Any, right: Any) -> tuple[str, str]:
    """(expected, got) for `left op right` that did not hold; left is what came."""
    if isinstance(left, Status):
        return _status(op, left, right)
    if op == "==":
        return _equal(left, right)
    if op in ("in", "not in"):
        return _member(op, left, right)
    return f"{WORDS.get(op, op)} {say(right)}".strip(), say(left)


def _status(op: str, left: Status, right: Any) -> tuple[str, str]:
    if op in ("in", "not in") and isinstance(right, (tuple, list, set, frozenset, range)):
        words = (
            f"{right.start} to {right.stop - 1}" if isinstance(right, range) else " or ".join(map(status_words, right))
        )
    else:
        words = status_words(right) if isinstance(right, int) else say(right)
    if op in WORDS:
        words = f"a status {WORDS[op]} {words}"
    return ("anything but " if op == "not in" else "") + words, str(left)


def _equal(left: Any, right: Any) -> tuple[str, str]:
    if not is_matcher(right) or hasattr(right, "parts"):
        found = list(islice(differences(left, right), MOST_TOLD))
        if found and found[0][0]:
            path, expected, got = found[0]
            most = "at least " if len(found) == MOST_TOLD else ""
            more = f" (and {most}{len(found) - 1} more differences)" if len(found) > 1 else ""
            return f"at `{path}`: {expected}", f"{got}{more}"
    return say(right), say(left)


def _member(op: str, left: Any, right: Any) -> tuple[str, str]:
    having = "without" if op == "not in" else "with"
    if isinstance(right, dict):
        return f"an object {having} the key {quoted(left)}", say(right)
    if isinstance(right, str):
        return f"a text {having} {say(left)}", say(right)
    kind = "an array" if isinstance(right, list) else "a list"
    return f"{kind} {having} {say(left)} in it", say(list(right))
