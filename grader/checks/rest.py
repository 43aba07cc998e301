"""What checks of REST resources share: making things, their addresses, walking a paged list.

Checks are collected as files of their own and can't import each other, so their helpers live here. A helper that
finds a fault raises Miss with its words ready: an assert outside a check would not be explained.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from grader.checks.api import Api
from grader.checks.fake import Fake
from grader.checks.matchers import Matcher, containing, is_near, text
from grader.checks.reply import Reply, status_words
from grader.checks.values import Miss, say

PRODUCTS = "/products"
MOST_LISTED = 2000  # products; checks make a few dozen, and each is compared with all others


def is_id(value: Any) -> bool:
    return (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, str) and value != "")


def is_message(value: Any) -> bool:
    """A text, or a list of them: some validators answer every complaint about a field in a list."""
    texts = value if isinstance(value, list) and value else [value]
    return all(isinstance(part, str) and part.strip() for part in texts)


ID = Matcher("an id: a whole number or a text", is_id)
MESSAGE = Matcher("a message: a non-empty text", is_message)


def refusal(*fields: str) -> Matcher:
    """The body of a 422: an error, and `fields` with a message for exactly these."""
    return containing(error=text(), fields=dict.fromkeys(fields, MESSAGE))


def near(value: float) -> Matcher:
    """A JSON number within 1e-9 of the value, relative to it where it is large; its words give it in full."""
    within = max(1e-9, abs(value) * 1e-12)
    return Matcher(f"the number {value!r}", lambda other: is_near(other, value, within))


# --- one thing --------------------------------------------------------------------------------------------------------
def created(reply: Reply) -> dict[str, Any]:
    """The object that a POST has made. Raises Miss unless the answer is 201 with an object that has an id."""
    if reply.status_code != 201:
        raise Miss(status_words(201), str(reply.status_code))
    made = reply.json()
    if not (isinstance(made, dict) and is_id(made.get("id"))):
        raise Miss("the new object with its id", say(made))
    return made


def make(api: Api, collection: str, *bodies: dict[str, Any]) -> list[dict[str, Any]]:
    """POSTs each body to the collection, in order; what the server answered."""
    return [created(reply) for reply in api.each("POST", collection, bodies)]


def address(collection: str, thing_id: Any) -> str:
    """`/users/7`: where the thing with this id is."""
    return f"{collection}/{quote(str(thing_id), safe='')}"


def location(reply: Reply) -> str:
    """The Location header. Raises Miss where there is none."""
    found = reply.headers.get("Location", "")
    if not found:
        raise Miss("a Location header with the address of the new object", "none")
    return found


def allowed(reply: Reply) -> set[str]:
    """The methods in the Allow header, in capitals. Raises Miss where there is none."""
    if "Allow" not in reply.headers:
        raise Miss("an Allow header with the methods that work here", "none")
    return {method.strip().upper() for method in reply.headers["Allow"].split(",") if method.strip()}


def nonsense(fake: Fake, thing_id: Any) -> list[str]:
    """Ids as they may stand in a path, none of them a server's: also what a lenient parser takes for a real one."""
    return [
        quote(f"{thing_id}x", safe=""),  # parseInt reads the number in front
        str(fake.integer(10**20, 10**21)),
        "-1",  # the last one, to a Python list
        "1.5",
        fake.word(),
        "null",
        "constructor",  # every JavaScript object has one
        "__proto__",
        "%20",
        "%F0%9F%A6%84",
    ]


# --- many -------------------------------------------------------------------------------------------------------------
def page(api: Api, **params: Any) -> dict[str, Any]:
    """One page of the products. Raises Miss unless it is 200 and `{"items": [...], "total": N}`."""
    reply = api.get(PRODUCTS, params=params)
    if reply.status_code != 200:
        raise Miss(status_words(200), str(reply.status_code))
    body = reply.json()
    if not (isinstance(body, dict) and isinstance(body.get("items"), list) and "total" in body):
        raise Miss('an object with "items" and "total"', say(body))
    bounded(body["items"])
    return body


def bounded(items: list[Any]) -> None:
    """Raises Miss for a list that no shop of a check has, and that takes minutes to compare."""
    if len(items) > MOST_LISTED:
        raise Miss(f"at most {MOST_LISTED} products", say(items))


def listed(api: Api, category: str, **params: Any) -> list[dict[str, Any]]:
    """The products of a category in the order of the list, from as many pages as it takes.

    Works without the filter and without pages too, so that neither is blamed in the other's stead.
    """
    params = {"category": category, **params}
    body = page(api, **params)
    items = list(body["items"])
    number = 1
    while isinstance(body["total"], int) and len(items) < body["total"]:
        number += 1
        reply = api.get(PRODUCTS, params={**params, "page": number})
        body = reply.json() if reply.status_code == 200 else {}
        bounded(body.get("items", []))
        new = [item for item in body.get("items", []) if item not in items]
        if not new:
            break
        items += new
        bounded(items)
    return [item for item in items if isinstance(item, dict) and item.get("category") == category]


def column(items: Iterable[dict[str, Any]], name: str) -> list[Any]:
    """One field of every item, in order."""
    return [item[name] for item in items]
