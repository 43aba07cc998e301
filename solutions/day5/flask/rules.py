"""Rules for what is sent.

A rule is a function that takes a value and returns what is to be used, or raises ValueError with what is wrong; where
that is something inside the value, it raises Wrong, which says where.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from werkzeug.exceptions import UnprocessableEntity

Rule = Callable[[Any], Any]


class Invalid(UnprocessableEntity):
    """422: the request can be read, but breaks a rule. `fields` has a message for the path of each wrong field."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("some fields are not valid")
        self.fields = fields


class Wrong(ValueError):
    """Something inside a value is wrong: messages by their paths within it."""

    def __init__(self, below: Mapping[str, str]) -> None:
        super().__init__("is not valid")
        self.below = below


def obey(rules: Mapping[str, Rule], values: Mapping[str, Any]) -> dict[str, Any]:
    """What the rules make of those values that they know. Raises Invalid that names all that break theirs."""
    good, wrong = check(rules, values)
    if wrong:
        raise Invalid(wrong)
    return good


def check(rules: Mapping[str, Rule], values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """(the good values, the messages for all others by their paths)"""
    good: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, rule in rules.items():
        if name in values:
            try:
                good[name] = rule(values[name])
            except Wrong as error:
                wrong |= {f"{name}.{path}": message for path, message in error.below.items()}
            except ValueError as error:
                wrong[name] = str(error)
    return good, wrong


def text_rule(least: int, most: int) -> Rule:
    """The rule for a text of one line, of so many characters."""

    def rule(value: Any) -> str:
        if not isinstance(value, str) or not least <= len(value) <= most:
            raise ValueError(f"must be a text of {least} to {most} characters")
        if re.search(r"[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]", value):
            raise ValueError("must be one line of characters that can be stored")
        return value

    return rule


def email_rule(value: Any) -> str:
    """Whether somebody reads it, only a mail can tell. No blank and no line break: it goes into a mail's header."""
    if not isinstance(value, str) or len(value) > 254 or not re.fullmatch(r"[!-?A-~]+@[!-?A-~]+", value):
        raise ValueError("must be an e-mail address")
    return value


def whole_rule(least: int, most: int) -> Rule:
    """The rule for a whole number; true and false are none, though Python takes them for 1 and 0."""

    def rule(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return value

    return rule


def choice_rule(*choices: str) -> Rule:
    def rule(value: Any) -> str:
        if value not in choices:
            raise ValueError(f"must be {' or '.join(choices)}")
        return value

    return rule


def list_rule(rules: Mapping[str, Rule], most: int) -> Rule:
    """The rule for an array of objects, each of which has all the fields that `rules` name."""

    def rule(value: Any) -> list[dict[str, Any]]:
        if not isinstance(value, list) or len(value) > most:
            raise ValueError(f"must be an array of at most {most} objects")
        items: list[dict[str, Any]] = []
        wrong: dict[str, str] = {}
        for place, item in enumerate(value):
            if not isinstance(item, dict):
                wrong[f"{place}"] = "must be an object"
                continue
            good, missed = check(rules, dict.fromkeys(rules) | item)
            items.append(good)
            wrong |= {f"{place}.{path}": message for path, message in missed.items()}
        if wrong:
            raise Wrong(wrong)
        return items

    return rule
