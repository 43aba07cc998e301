"""What a todo may hold, and what may stand in the query of the list."""

import re
from datetime import date

from api.validation import obey, text_rule

TAG = re.compile(r"[a-z0-9-]{1,30}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOST_TAGS = 10
LARGEST_ID = 999_999_999
FARTHEST = 10**9  # no list has as many pages


# --- a todo -----------------------------------------------------------------------------------------------------------
def title_rule(value):
    title = text_rule(1, 200)(value)
    if not title.strip():
        raise ValueError("must not be blank")
    return title


def truth_rule(value):
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def day_rule(value):
    """fromisoformat() would take 20300517 as well, so the form is looked at first."""
    if isinstance(value, str) and DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass  # a day that there is not
    raise ValueError("must be a day that exists, as YYYY-MM-DD")


def due_rule(value):
    return None if value is None else day_rule(value)


def tags_rule(value):
    if not isinstance(value, list) or len(value) > MOST_TAGS:
        raise ValueError(f"must be a list of at most {MOST_TAGS} tags")
    if not all(isinstance(tag, str) and TAG.fullmatch(tag) for tag in value):
        raise ValueError("each tag must be 1 to 30 small letters, digits and hyphens")
    if len(set(value)) != len(value):
        raise ValueError("no tag twice")
    return value


TODO_RULES = {"title": title_rule, "completed": truth_rule, "due": due_rule, "tags": tags_rule}
DEFAULTS = {"title": None, "completed": False, "due": None, "tags": []}


def new_todo(body):
    return obey(TODO_RULES, DEFAULTS | body)


def changes(body):
    return obey(TODO_RULES, body)


def is_id(value):
    """Whether it may be the id of a todo: no larger than what IdConverter lets through."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= LARGEST_ID


def id_rule(value):
    if not is_id(value):
        raise ValueError("must be the id of a todo")
    return value


# --- the query --------------------------------------------------------------------------------------------------------
def one_of(*words):
    def rule(value):
        if value not in words:
            raise ValueError(f"must be one of {', '.join(words)}")
        return value

    return rule


def numeral_rule(most=None):
    """A number from 1 on, in digits."""

    def rule(value):
        number = int(value) if value.isascii() and value.isdigit() and len(value) < 100 else 0
        if number < 1 or (most is not None and number > most):
            raise ValueError("must be a whole number from 1" + (f" to {most}" if most else ""))
        return min(number, FARTHEST)

    return rule


QUERY_RULES = {
    "completed": one_of("true", "false"),
    "tag": text_rule(0, 200),
    "due_before": day_rule,
    "q": text_rule(0, 200),
    "sort": one_of("position", "-position", "title", "-title", "due", "-due"),
    "page": numeral_rule(),
    "per_page": numeral_rule(100),
}


def read_query(request):
    """The parameters that are there, and page, per_page and sort in any case."""
    return obey(QUERY_RULES, {"page": "1", "per_page": "20", "sort": "position"} | request.GET.dict())
