"""Rules for what is sent.

A rule is a function that takes a value and returns what is to be used, or raises ValueError with what is wrong.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from werkzeug.exceptions import UnprocessableEntity

Rule = Callable[[Any], Any]


class Invalid(UnprocessableEntity):
    """422: the request can be read, but breaks a rule. `fields` has a message for each field that does."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("some fields are not valid")
        self.fields = fields


# TODO errors.validation: what is wrong inside a value has a path: watchers.1.email. A rule can say only that the whole
#   value is wrong. Give it a second exception (a ValueError that holds messages by their paths within the value), and
#   let obey() put the field's name in front of them. watchers_rule() then looks at all of them, and says which.
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


# TODO mail.injection: a line break in a title would end a header of a mail. Refuse it here, or make one line of the
#   title where the mail is written.
def text_rule(least: int, most: int) -> Rule:
    """The rule for a text of so many characters."""

    def rule(value: Any) -> str:
        if not isinstance(value, str) or not least <= len(value) <= most:
            raise ValueError(f"must be a text of {least} to {most} characters")
        if re.search(r"[\x00\ud800-\udfff]", value):
            raise ValueError("has a character that can't be stored")
        return value

    return rule


def email_rule(value: Any) -> str:
    """Whether somebody reads it, only a mail can tell. No blank and no line break: it goes into a mail's header."""
    if not isinstance(value, str) or len(value) > 254 or not re.fullmatch(r"[!-?A-~]+@[!-?A-~]+", value):
        raise ValueError("must be an e-mail address")
    return value


def watchers_rule(value: Any) -> list[dict[str, str]]:
    if not isinstance(value, list) or len(value) > 20:
        raise ValueError("must be an array of at most 20 objects")
    for watcher in value:
        if not isinstance(watcher, dict):
            raise ValueError("must be an array of objects")
        email_rule(watcher.get("email"))
    return [{"email": watcher["email"]} for watcher in value]


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
