"""What checks of a Todo backend share: todos to send, their addresses, and what must come back.

Checks are collected as files of their own and can't import each other, so their helpers live here. A helper that
finds a fault raises Miss with its words ready: an assert outside a check would not be explained.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from grader.checks.api import Api
from grader.checks.fake import Fake
from grader.checks.matchers import Matcher, containing
from grader.checks.reply import Reply
from grader.checks.values import Miss, say

TODOS = "/todos"


def todo(fake: Fake, **given: Any) -> dict[str, Any]:
    """What is sent to make a todo."""
    return {"title": f"{fake.word()} the {fake.word()}"} | given


def is_success(reply: Reply) -> Reply:
    """The answer, which must be any 2xx."""
    if reply.status_code not in range(200, 300):
        raise Miss("a status from 200 to 299", str(reply.status_code))
    return reply


def make_todo(api: Api, sent: dict[str, Any]) -> Any:
    """The todo that a POST has made. Raises Miss unless it is an object with the address of the todo."""
    made = is_success(api.post(TODOS, json=sent)).json()
    if not isinstance(made, dict):
        raise Miss("the new todo, a JSON object", say(made))
    url_of(made)
    return made


def url_of(made: dict[str, Any]) -> str:
    """A todo's address. Raises Miss unless it is absolute."""
    url = made.get("url")
    if not isinstance(url, str) or not is_absolute(url):
        raise Miss("at `url`: an absolute URL of the todo, such as http://127.0.0.1:8080/todos/1", say(url))
    return url


def task(made: dict[str, Any], **change: Any) -> Matcher:
    """A todo as it was made, but for a change; it may have more fields than those of the specification."""
    return containing({name: made[name] for name in ("title", "completed", "order", "url") if name in made} | change)


def is_absolute(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
