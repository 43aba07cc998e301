"""How far long work is, in words that are told now and then.

Of what installers print, a package's name alone is in them: learners choose what is installed, and what could steer a
terminal is no part of a name.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from grader.server.options import HowFar, Progress

EVERY = 1.0  # seconds
BEGUN = "installing dependencies (about a minute the first time; later runs reuse them)"
SHORT = "installing dependencies (about a minute, once)"
MB = 1_000_000
# What pip says of the package that it is at. Lines of its own log begin with the time; of a file its name ends before
# the version. npm says nothing before it is done.
AT = re.compile(
    r"^(?:\d{4}-\S+)?[ ]*(?:"
    r"(?:Collecting|Building wheel for) ([A-Za-z0-9][\w.-]{0,59})"
    r"|(?:Downloading|Using cached|Processing) (?:\S*/)?([A-Za-z0-9][\w.]{0,59})-\d"
    r"|Installing (collected) packages)",
    re.MULTILINE | re.ASCII,
)


class Pace:
    """Holds back what would be told too often."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds = seconds
        self.clock = clock
        self.last = clock()

    def due(self) -> bool:
        """Whether that long has passed since the last time that it was."""
        now = self.clock()
        if now - self.last < self.seconds:
            return False
        self.last = now
        return True


class Installing:
    """Tells that an installation begins, and once a second how long it goes on and what it does."""

    def __init__(self, progress: Progress, clock: Callable[[], float] = time.monotonic) -> None:
        self.progress = progress
        self.clock = clock
        self.began = clock()
        self.pace = Pace(EVERY, clock)
        self.at = ""
        progress(BEGUN)

    def goes_on(self, log: Callable[[], str], size: int = 0) -> None:
        """`log` gives the end of the installer's output, and is asked when it is time to tell; `size`: bytes so far."""
        if not self.pace.due():
            return
        fetched = f"{size // MB} MB" if size >= MB else ""
        self.at = doing(log()) or self.at  # between two packages, pip's own log is long
        parts = [f"{self.clock() - self.began:.0f} s", self.at or fetched]
        self.progress(HowFar(f"{SHORT}: {', '.join(filter(None, parts))}"))

    def keeps(self) -> None:
        """It is done, and what came of it is put where later runs find it, which may take seconds as well."""
        self.progress(HowFar("keeping the dependencies for later runs"))

    def kept(self) -> None:
        """It is over, and the next that takes its time, such as the app's start, is no installing any more."""
        self.progress(HowFar("the dependencies are installed"))


def doing(log: str) -> str:
    """What pip does, by the end of its output or of its log; empty where that does not say."""
    found = list(AT.finditer(log))[-1:]
    return next(("unpacking" if last[3] else f"now {last[1] or last[2]}" for last in found), "")


@contextmanager
def ticking(installing: Installing, log: Callable[[], str]) -> Iterator[None]:
    """Tells of it from a thread, for an installer that is waited for; and that it is over, where nothing was raised."""
    over = threading.Event()

    def tell() -> None:
        while not over.wait(EVERY / 4):
            installing.goes_on(log)

    thread = threading.Thread(target=tell, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
    installing.kept()
