"""What checks of the help desk share: tickets to send, making and closing them, pages of them.

Checks are collected as files of their own and can't import each other, so their helpers live here. A helper that
finds a fault raises Miss with its words ready: an assert outside a check would not be explained.
"""

from __future__ import annotations

from typing import Any

from grader.checks.api import Api
from grader.checks.fake import Fake
from grader.checks.matchers import Matcher, containing
from grader.checks.reply import Reply, status_words
from grader.checks.rest import address, make
from grader.checks.values import Miss, say

TICKETS = "/tickets"
BOOM = "/boom"
NO_FILE = {".env": None}  # of the learner's own: what it sets would be in force


def ticket(fake: Fake, **given: Any) -> dict[str, Any]:
    """What is sent to make a ticket; keyword arguments replace fields."""
    drawn = {
        "title": f"The {fake.word()} {fake.word()} is broken",
        "priority": fake.integer(1, 5),
        "reporter_email": fake.email(),
        "watchers": watchers(fake, fake.integer(0, 3)),
    }
    return drawn | given


def watchers(fake: Fake, count: int) -> list[dict[str, str]]:
    """So many watchers, each with an address that nobody else has."""
    return [{"email": fake.email()} for _ in range(count)]


def made(api: Api, fake: Fake, **given: Any) -> dict[str, Any]:
    """A new ticket. Raises Miss unless the POST answers 201 with it."""
    return make(api, TICKETS, ticket(fake, **given))[0]


def where(one: dict[str, Any]) -> str:
    """`/tickets/7`: a ticket's address."""
    return address(TICKETS, one["id"])


def closed(api: Api, one: dict[str, Any]) -> Any:
    """Closes a ticket. Raises Miss unless the PATCH answers 200 with the ticket, and its status is closed."""
    reply = api.patch(where(one), json={"status": "closed"})
    if reply.status_code != 200:
        raise Miss(f"{status_words(200)} for a PATCH that closes a ticket", str(reply.status_code))
    answered = reply.json()
    if not isinstance(answered, dict) or answered.get("status") != "closed":
        raise Miss('the ticket with the status "closed"', say(answered))
    return answered


def goes_on(api: Api, fake: Fake) -> None:
    """Raises Miss unless the app is well and still takes a ticket."""
    reply = api.get("/health")
    if reply.status_code != 200:
        raise Miss(f"{status_words(200)} for GET /health: the app goes on", str(reply.status_code))
    made(api, fake)


def whole(sent: dict[str, Any]) -> Matcher:
    """A ticket as it must come for what was sent."""
    return containing(**sent, status="open")


def most_on_a_page(api: Api, most: int) -> None:
    """Raises Miss unless `per_page` may be so large and no larger."""
    for per_page, status in ((most, 200), (most + 1, 422)):
        reply: Reply = api.get(TICKETS, params={"per_page": per_page})
        if reply.status_code != status:
            words = f"{status_words(status)} for ?per_page={per_page} where MAX_PAGE_SIZE is {most}"
            raise Miss(words, str(reply.status_code))
