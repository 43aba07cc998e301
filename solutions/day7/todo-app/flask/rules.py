"""What a todo may hold, and what may stand in the query of the list."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from web import Rule, obey, text_rule

TAG = re.compile(r"[a-z0-9-]{1,30}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOST_TAGS = 10
FARTHEST = 10**9  # no list has as many pages


# --- a todo -----------------------------------------------------------------------------------------------------------
def title_rule(value: Any) -> str:
    title = text_rule(1, 200)(value)
    if not title.strip():
        raise ValueError("must not be blank")
    return title


def completed_rule(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def day_rule(value: Any) -> date:
    if isinstance(value, str) and DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass  # a day that there is not
    raise ValueError("must be a day that exists, as YYYY-MM-DD")


def due_rule(value: Any) -> date | None:
    return None if value is None else day_rule(value)


def tags_rule(value: Any) -> list[str]:
    if not isinstance(value, list) or len(value) > MOST_TAGS:
        raise ValueError(f"must be a list of at most {MOST_TAGS} tags")
    if not all(isinstance(tag, str) and TAG.fullmatch(tag) for tag in value):
        raise ValueError("each tag must be 1 to 30 small letters, digits and hyphens")
    if len(set(value)) != len(value):
        raise ValueError("no tag twice")
    return value


TODO_RULES = {"title": title_rule, "completed": completed_rule, "due": due_rule, "tags": tags_rule}
DEFAULTS = {"title": None, "completed": False, "due": None, "tags": []}


def new_todo(body: Mapping[str, Any]) -> dict[str, Any]:
    return obey(TODO_RULES, DEFAULTS | body)


def changes(body: Mapping[str, Any]) -> dict[str, Any]:
    return obey(TODO_RULES, body)


# --- the query --------------------------------------------------------------------------------------------------------
def one_of(*words: str) -> Rule:
    def rule(value: str) -> str:
        if value not in words:
            raise ValueError(f"must be one of {', '.join(words)}")
        return value

    return rule


def whole_number(least: int, most: int | None = None) -> Rule:
    def rule(value: str) -> int:
        number = int(value) if value.isascii() and value.isdigit() and len(value) < 100 else -1
        if number < least or (most is not None and number > most):
            raise ValueError(f"must be a whole number from {least}" + (f" to {most}" if most else ""))
        return min(number, FARTHEST)

    return rule


QUERY_RULES = {
    "completed": one_of("true", "false"),
    "tag": text_rule(0, 200),
    "due_before": day_rule,
    "q": text_rule(0, 200),
    "sort": one_of("position", "-position", "title", "-title", "due", "-due"),
    "page": whole_number(1),
    "per_page": whole_number(1, 100),
}


def read_query(arguments: Mapping[str, str]) -> dict[str, Any]:
    """The parameters that are there, and page, per_page and sort in any case."""
    return obey(QUERY_RULES, {"page": "1", "per_page": "20", "sort": "position"} | arguments)
