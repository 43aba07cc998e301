"""What checks of a deployed Todo backend share: todos of their own, which are removed again whatever happens.

The server may have real users: nothing here clears the list or counts on what is in it. A helper that finds a fault
raises Miss with its words ready: an assert outside a check would not be explained.
"""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from grader.checks.fake import Fake
from grader.checks.notes import listed, read
from grader.checks.online import Online
from grader.checks.reply import Reply
from grader.checks.todos import TODOS, make_todo
from grader.checks.values import Miss, say, shortened

CLEANING = 30.0  # seconds for removing what a check has made, however long the check itself took
TRACES = {
    "a Python stack trace": re.compile(
        r"Traceback \(most recent call last\)|File &quot;|File \"[^\"\n]{1,200}\", line \d"
    ),
    "a JavaScript stack trace": re.compile(
        r"\bat [^\n<]{1,200}\.[cm]?[jt]s:\d+:\d+|node_modules[/\\]|\bnode:internal/"
    ),
    "the Werkzeug debugger": re.compile(r"Werkzeug Debugger|__debugger__|The debugger caught an exception"),
    "Django's debug page": re.compile(r"DEBUG\s*=\s*True|Django Version:|Using the URLconf defined in"),
}
LISTING = re.compile(
    r"(?i)<title>\s*(?:index of|directory listing for|listing directory)|<h1>\s*(?:index of|directory:)"
)


class Own:
    """Todos that a check has made there, also those that were made halfway: `remove` takes all of them away."""

    def __init__(self, online: Online, fake: Fake) -> None:
        self.online, self.fake = online, fake
        self.titles: list[str] = []
        self.paths: list[str] = []

    def todo(self, **given: Any) -> dict[str, Any]:
        """What is sent to make one; its title says whose it is."""
        title = f"grade {self.fake.word()} {self.fake.word()}"
        self.titles.append(title)
        return {"title": title} | given

    def make(self, **given: Any) -> dict[str, Any]:
        """Makes one. Raises Miss unless it has an address on this very server."""
        made: dict[str, Any] = make_todo(self.online, self.todo(**given))
        self.paths.append(path_of(self.online, made))
        return made

    def renamed(self) -> str:
        """A new title for one of them, by which it is still known."""
        return str(self.todo()["title"])

    def remove(self) -> None:
        """Removes all of them, as far as the server lets us, and nothing that is not called as they are."""
        self.online.ends = time.monotonic() + CLEANING
        for path in dict.fromkeys([*self.paths, *self._listed()]):
            with contextlib.suppress(Miss):
                # An address may have been given to somebody else's todo after ours was gone.
                if read(self.online, path).get("title") in self.titles:
                    self.online.delete(path)

    def _listed(self) -> list[str]:
        """Those in the list: one may have been made, and its address never told."""
        with contextlib.suppress(Miss):
            known = [item for item in listed(self.online, TODOS) if item.get("title") in self.titles]
            paths = [urlsplit(str(item.get("url"))).path for item in known]
            return [path for path in paths if path.rstrip("/") not in ("", TODOS)]  # that would be the whole list
        return []


@contextlib.contextmanager
def own_todos(online: Online, fake: Fake) -> Iterator[Own]:
    """Todos of a check's own. They are removed at the end, even where the check has failed."""
    own = Own(online, fake)
    try:
        yield own
    finally:
        own.remove()


def path_of(online: Online, made: dict[str, Any]) -> str:
    """The path of a todo's url. Raises Miss unless it begins as the address of the server that was asked."""
    url = str(made.get("url"))
    wanted, came = urlsplit(online.base_url), urlsplit(url)
    if (came.scheme, came.netloc.lower()) != (wanted.scheme, wanted.netloc.lower()):
        raise Miss(f"at `url`: an address that begins with {wanted.scheme}://{wanted.netloc}", say(url))
    if came.path.rstrip("/") in ("", TODOS):
        raise Miss("at `url`: an address of the todo's own", say(url))
    return came.path


def discreet(reply: Reply, what: str) -> None:
    """Raises Miss where an answer shows a stranger how the app is made."""
    text = reply.text[:200_000]
    for name, words in TRACES.items():
        if found := words.search(text):
            raise Miss(f"an answer to {what} that shows nothing of the app's insides", f"{name}: {shortened(found[0])}")


def is_listing(reply: Reply) -> bool:
    """Whether an answer lists the files of a folder."""
    return reply.status_code == 200 and bool(LISTING.search(reply.text[:20_000]))
