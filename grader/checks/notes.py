"""What checks of notes share: notes to send, what must come back, lists of them, an answer that is awaited.

Checks are collected as files of their own and can't import each other, so their helpers live here. A helper that
finds a fault raises Miss with its words ready: an assert outside a check would not be explained.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from grader.checks.api import Api
from grader.checks.fake import Fake
from grader.checks.matchers import Matcher, containing, text
from grader.checks.reply import Reply, status_words
from grader.checks.rest import ID, address
from grader.checks.values import Miss, same, say

NOTES = "/notes"
JSON = {"Content-Type": "application/json"}
MOST_ROWS = 2000  # of a table, of which we are told; a project's own database may be full of notes
TIME = text("a time")  # whichever: only one goal is about its form


def note(fake: Fake, **given: Any) -> dict[str, Any]:
    """What is sent to make a note, both fields present; keyword arguments replace fields."""
    return {"title": f"{fake.word()} {fake.word()}", "body": f"{fake.word()} {fake.word()} {fake.word()}"} | given


def rare(fake: Fake) -> str:
    """A word that no other text of a run has in it: a short one may well turn up within a longer one."""
    return fake.word() + fake.word()


def whole(sent: dict[str, Any], note_id: Any = ID) -> dict[str, Any]:
    """The note that must come for what was sent: these five fields and no other."""
    fields = {name: sent[name] for name in ("title", "body")}
    return {"id": note_id, **fields, "created_at": TIME, "updated_at": TIME}


def shown(made: dict[str, Any]) -> Matcher:
    """A note as it was made, whenever that was: its id, title and body."""
    return containing(id=made["id"], title=made["title"], body=made["body"])


def read(api: Api, path: str) -> Any:
    """What a GET gives. Raises Miss unless it answers 200."""
    reply = api.get(path)
    if reply.status_code != 200:
        raise Miss(f"{status_words(200)} for GET {path[:100]}", str(reply.status_code))
    return reply.json()


def read_note(api: Api, made: dict[str, Any]) -> Any:
    """The note as it is now."""
    return read(api, address(NOTES, made["id"]))


def listed(api: Api, path: str = NOTES, **params: Any) -> list[Any]:
    """The list, or what of it a query finds. Raises Miss unless it is 200 and a JSON array of objects."""
    reply = api.get(path, params=params)
    if reply.status_code != 200:
        raise Miss(f"{status_words(200)} for GET {path}", str(reply.status_code))
    found = reply.json()
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise Miss("a JSON array of objects", say(found))
    return found


def found(api: Api, query: str, among: Iterable[dict[str, Any]]) -> list[str]:
    """The titles that ?q= finds among these notes, in order of the alphabet; others may have been there before."""
    ids = {str(made["id"]) for made in among}
    return sorted(str(item.get("title")) for item in listed(api, q=query) if str(item.get("id")) in ids)


def missing(wanted: Sequence[dict[str, Any]], items: Iterable[Any]) -> None:
    """Raises Miss for the first of these notes that is not in a list as it was made."""
    by_id = {str(item.get("id")): item for item in items}
    lost = [made for made in wanted if not same(by_id.get(str(made["id"])), shown(made))]
    if lost:
        there = by_id.get(str(lost[0]["id"]))
        came = "none with that id" if there is None else say(there)
        expected = say({name: lost[0][name] for name in ("id", "title", "body")})
        raise Miss(
            f"in the list: {expected}", f"{came} ({len(lost)} of {len(wanted)} notes are not there as they were)"
        )


def unique(made: Sequence[dict[str, Any]]) -> None:
    """Raises Miss unless each of them has an id of its own."""
    count = Counter(str(one["id"]) for one in made)
    twice = [one["id"] for one in made if count[str(one["id"])] > 1]
    if twice:
        raise Miss(f"an id of its own for each of {len(made)} notes", f"more than one note with the id {say(twice[0])}")


def absent(gone: Sequence[dict[str, Any]], items: Iterable[Any], key: str, why: str) -> None:
    """Raises Miss for the first of these that is in a list all the same, known by one of its fields."""
    values = [one[key] for one in gone]
    for item in items:
        if item.get(key) in values:
            raise Miss(f"a list without {say(item.get(key))}: {why}", say(item))


def stored(words: str, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Raises Miss unless some row has the words in it. We are told only so many rows of a table: more may hold them."""
    full = any(len(rows) >= MOST_ROWS for rows in tables.values())
    if not full and not any(words in str(row) for rows in tables.values() for row in rows):
        names = ", ".join(f"{name} ({len(rows)} rows)" for name, rows in sorted(tables.items())) or "no table at all"
        raise Miss(f"{say(words)} in a table of the database that DATABASE_URL names", f"in that database: {names}")


def awaited(ask: Callable[[], Reply], status: int, seconds: float, what: str) -> Reply:
    """Asks again and again until the answer has this status. Raises Miss once the time is over, or where none comes."""
    ends = time.monotonic() + seconds
    while (reply := ask()).status_code != status:
        if time.monotonic() > ends:
            raise Miss(f"{status_words(status)} {what} within {seconds:g} s", reply.brief())
        time.sleep(0.2)
    return reply
