"""What checks of errors share: problem details (RFC 9457), what they must not give away, bodies that are too large."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from grader.checks.matchers import containing, number, text
from grader.checks.reply import Reply, status_words
from grader.checks.values import Miss, say, shortened

MEDIA_TYPE = "application/problem+json"
TRIES = 5
BROKEN_OFF = "a connection that broke off"  # how a Miss of an answer that never came whole begins

LEAKS = {
    "a stack trace": re.compile(r"Traceback \(most recent call last\)|\n\s+at .+:\d+|^\s*at \S+ \(.+:\d+:\d+\)"),
    "a line number": re.compile(r"\bline \d+|\.(?:py|[cm]?[jt]s):\d+"),
    "the path of a file": re.compile(r"/(?:app|usr|home|root|opt|tmp|srv|var)/|node_modules|site-packages"),
    "the name of a source file": re.compile(r"\b[\w-]+\.(?:py|[cm]?js|ts)\b"),
}


def problem(reply: Reply, status: int) -> Any:
    """The body of an error. Raises Miss unless it has this status and is problem details that say so."""
    if reply.status_code != status:
        raise Miss(status_words(status), str(reply.status_code))
    if reply.media_type != MEDIA_TYPE:
        raise Miss(f"an error as {MEDIA_TYPE}", reply.brief())
    body = reply.json()
    wanted = containing(
        type=text("a non-empty text, like about:blank"), title=text(), status=number(status), detail=text()
    )
    if body != wanted:
        raise Miss(f"problem details: {say(wanted)}", say(body))
    return body


def wrong_fields(reply: Reply) -> set[str]:
    """The paths in the `errors` of a 422. Raises Miss unless each of them comes with a message."""
    listed = problem(reply, 422).get("errors")
    if not isinstance(listed, list) or not listed:
        raise Miss('"errors" with what is wrong: [{"field": "…", "message": "…"}]', say(listed))
    for one in listed:
        if not isinstance(one, dict) or one != containing(field=text(), message=text()):
            raise Miss('for each wrong field {"field": "…", "message": "…"}', say(one))
    return {one["field"] for one in listed}


def gives_nothing_away(reply: Reply) -> None:
    """Raises Miss where an error shows what is for its author alone."""
    for what, pattern in LEAKS.items():
        if found := pattern.search(reply.text):
            raise Miss("an answer that gives nothing away", f"one with {what}: {shortened(found[0].strip())}")


def too_large(send: Callable[[], Reply]) -> None:
    """Sends something until the answer is 413. Raises Miss where that never comes, or something else does.

    An app may answer and close while the client is still sending; whether the client then gets to read the answer is
    chance. So a connection that breaks off is no fault, if at least one of a few answers is seen.
    """
    for _ in range(TRIES):
        try:
            reply = send()
        except Miss as miss:
            if not miss.got.startswith(BROKEN_OFF):
                raise
            continue
        if reply.status_code != 413:
            raise Miss(status_words(413), str(reply.status_code))
        return
    raise Miss(f"{status_words(413)}, at least once in {TRIES} tries", f"{BROKEN_OFF} each time before an answer came")
