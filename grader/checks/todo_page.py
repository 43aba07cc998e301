"""What checks of the Todo page share: its parts by role and name, and what the backend knows of a todo.

A helper that finds a fault raises Miss with its words ready: an assert outside a check would not be explained.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from grader.checks.api import Api
from grader.checks.browsing import Browser
from grader.checks.elements import Element
from grader.checks.notes import listed
from grader.checks.todos import TODOS, url_of
from grader.checks.values import Miss

MOMENT = 8.0  # seconds for what a click sets off, on a busy machine
ONE = {"checkbox": "", "button": "Delete"}


def field(browser: Browser) -> Element:
    """Where a new todo is typed."""
    return browser.role("textbox", "New todo")


def add_button(browser: Browser) -> Element:
    """What stores it."""
    return browser.role("button", "Add")


def item(browser: Browser, title: str) -> Element:
    """The list item of a todo, known by its title."""
    return browser.role("listitem").with_text(title)


def checkbox(browser: Browser, title: str) -> Element:
    return item(browser, title).role("checkbox")


def delete_button(browser: Browser, title: str) -> Element:
    return item(browser, title).role("button", "Delete")


def shown(browser: Browser, title: str) -> Element:
    """The one item of a todo, once it is there. Raises Miss unless it has one checkbox and one button Delete."""
    found = item(browser, title)
    found.wait_count(1)
    for role, name in ONE.items():
        found.role(role, name).wait_count(1)
    return found


def typed(browser: Browser, title: str) -> None:
    """Types a new todo and presses Add, as a person would."""
    field(browser).fill(title)
    add_button(browser).click()


# --- what the backend knows -------------------------------------------------------------------------------------------
def path_of(todo: dict[str, Any]) -> str:
    """A todo's address without the host: the browser may know the app by another name than a check does."""
    return urlsplit(url_of(todo)).path


def titled(api: Api, title: str) -> list[dict[str, Any]]:
    """The todos in the backend that are called so."""
    return [todo for todo in listed(api, TODOS) if todo.get("title") == title]


def awaited(what: str, ask: Callable[[], Any], right: Callable[[Any], bool]) -> Any:
    """What `ask` gives once it is right: a click's request may still be under way. Raises Miss where it never is."""
    ends = time.monotonic() + MOMENT
    while not right(came := ask()):
        if time.monotonic() > ends:
            raise Miss(what, f"{came} after {MOMENT:g} s")
        time.sleep(0.1)
    return came


def stored(api: Api, title: str) -> dict[str, Any]:
    """The todo that the backend has stored, once."""
    return awaited(  # type: ignore[no-any-return]  # a list of one object
        f"one todo called “{title}” in GET /todos", lambda: titled(api, title), lambda found: len(found) == 1
    )[0]


def completed(api: Api, title: str, value: bool) -> None:
    """Raises Miss unless the backend comes to know the todo as completed, or not."""
    awaited(
        f"completed to be {str(value).lower()} in GET /todos, for “{title}”",
        lambda: [todo.get("completed") for todo in titled(api, title)],
        lambda found: found == [value],
    )
