"""What the checks of the todo app share: todos to send, lists, moves, and what an order must be like.

A helper that finds a fault raises Miss with its words ready: an assert outside a check would not be explained.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from grader.checks.api import Api
from grader.checks.fake import Fake
from grader.checks.matchers import Containing, containing, is_number
from grader.checks.projects import expect
from grader.checks.reply import Reply
from grader.checks.rest import address, created
from grader.checks.values import Miss, same, say

TODOS, BULK = "/todos", "/todos/bulk"
FIELDS = ("id", "title", "completed", "due", "tags")  # the position may change with a move of another
MOST_PAGES = 60


def day(fake: Fake, year: int = 2031) -> str:
    """A day of that year, as `YYYY-MM-DD`."""
    return (datetime.date(year, 1, 1) + datetime.timedelta(days=fake.integer(0, 364))).isoformat()


def tag(fake: Fake) -> str:
    """A tag that nothing else has."""
    return f"{fake.word()}-{fake.integer(1, 99)}"


def todo(fake: Fake, **given: Any) -> dict[str, Any]:
    """What is sent to make a todo, every field present; keyword arguments replace fields."""
    drawn = {
        "title": f"{fake.word()} the {fake.word()}",
        "completed": fake.integer(0, 1) == 1,
        "due": day(fake),
        "tags": [tag(fake) for _ in range(fake.integer(1, 3))],
    }
    return drawn | given


def shown(made: dict[str, Any], **change: Any) -> Containing:
    """A todo as it was answered, but for a change; it may have more fields than those of the contract."""
    return containing({name: made[name] for name in FIELDS} | change)


def url(made: dict[str, Any], below: str = "") -> str:
    return address(TODOS, made["id"]) + below


def make(api: Api, sent: dict[str, Any]) -> dict[str, Any]:
    """The todo that a POST has made, whose fields must be as they were sent."""
    made = created(api.post(TODOS, json=sent))
    wanted = {"completed": False, "due": None, "tags": []} | sent
    if not same(made, containing(wanted)):
        raise Miss(f"the todo as it was sent: {say(wanted)}", say(made))
    if not is_number(made["position"]):
        raise Miss("at `position`: a number", say(made["position"]))
    return made


def several(api: Api, fake: Fake, count: int, **given: Any) -> list[dict[str, Any]]:
    return [make(api, todo(fake, **given)) for _ in range(count)]


def read(api: Api, made: dict[str, Any]) -> dict[str, Any]:
    """The todo at its address. Raises Miss unless it is 200 and an object."""
    found = expect(api.get(url(made)), 200).json()
    if not isinstance(found, dict):
        raise Miss("the todo, a JSON object", say(found))
    return found


# --- lists ------------------------------------------------------------------------------------------------------------
def page(api: Api, **params: Any) -> dict[str, Any]:
    """One page of the list. Raises Miss unless it is 200 and `{"items": [...], "total": N}`."""
    body = expect(api.get(TODOS, params=params), 200).json()
    good = isinstance(body, dict) and isinstance(body.get("items"), list) and "total" in body
    if not good or not all(isinstance(item, dict) for item in body["items"]):
        raise Miss('an object with "items", an array of todos, and "total"', say(body))
    return body  # type: ignore[no-any-return]  # just looked at


def listed(api: Api, **params: Any) -> list[dict[str, Any]]:
    """All that matches, from as many pages as it takes."""
    items: list[dict[str, Any]] = []
    for number in range(1, MOST_PAGES):
        body = page(api, **{"page": number, "per_page": 100, **params})
        items += body["items"]
        if len(body["items"]) < 100:
            return items
    raise Miss(f"at most {MOST_PAGES} pages", "a list without an end")


def ids(items: Sequence[dict[str, Any]]) -> list[str]:
    """Ids as texts, in order."""
    return [str(item["id"]) for item in items]


def titles(items: Sequence[dict[str, Any]]) -> list[Any]:
    return [item["title"] for item in items]


# --- the order --------------------------------------------------------------------------------------------------------
def move(api: Api, moved: dict[str, Any], before: dict[str, Any] | None) -> Reply:
    return api.post(url(moved, "/move"), json={"before": None if before is None else before["id"]})


def strict_order(items: Sequence[dict[str, Any]]) -> None:
    """Raises Miss unless the positions rise from each todo to the next one."""
    for one, next_one in zip(items, items[1:], strict=False):
        if not (is_number(one["position"]) and is_number(next_one["position"])):
            raise Miss("at `position`: a number", say([one["position"], next_one["position"]]))
        if one["position"] == next_one["position"]:
            raise Miss(
                "a position of its own for each todo of a user",
                f"the position {say(one['position'])} twice: {say(one['title'])} and {say(next_one['title'])}",
            )
        if one["position"] > next_one["position"]:
            raise Miss("a list by position", f"{say(one['position'])} before {say(next_one['position'])}")


def in_order(api: Api, wanted: Sequence[dict[str, Any]]) -> None:
    """Raises Miss unless one's own todos are these, in this order, each with a position of its own."""
    items = listed(api)
    strict_order(items)
    if ids(items) != ids(wanted):
        raise Miss(f"the todos in this order: {say(titles(wanted))}", say(titles(items)))


# --- bulk -------------------------------------------------------------------------------------------------------------
def bulk(api: Api, *operations: Any) -> Reply:
    return api.post(BULK, json={"operations": list(operations)})
