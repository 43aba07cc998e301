"""What is shown while a run goes on: one line on a terminal; elsewhere a line for each long work that begins."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any

from grader.printable import one_line
from grader.server.options import HowFar

SPINNER = 2  # columns in front of the words
LEAST = 20


def watched() -> bool:
    """Whether somebody sees a line on stderr change. Where the report goes does not matter to that."""
    return sys.stderr.isatty() and not os.environ.get("CI") and os.environ.get("TERM") != "dumb"


def fitting(words: str, room: int) -> str:
    """The words in so many columns: of how far something is, the end is what counts."""
    line, room = one_line(words), max(room, LEAST)
    if len(line) <= room:
        return line
    end = room // 2 if isinstance(words, HowFar) else 0
    return f"{line[: room - end - 1]}…{line[len(line) - end :]}"


class Waiting:
    """A status line on stderr. `silent`: no terminal; long work is then a plain line. `quiet`: nothing is wanted.

    `meanwhile` is called once, when the first check is done: from then on there is little to do here.
    """

    def __init__(self, silent: bool, *, quiet: bool = False, meanwhile: Callable[[], None] = lambda: None) -> None:
        self.silent = silent or quiet
        self.quiet = quiet
        self.meanwhile = meanwhile
        self.count = 0
        self.status: Any = None

    def __enter__(self) -> Waiting:
        if not self.silent:
            from rich.console import Console

            self.status = Console(stderr=True).status("starting your app")
            self.status.start()
        return self

    def say(self, words: str) -> None:
        """Something that takes long has begun; or goes on, which is for a line that changes alone."""
        if self._shown(words) or self.quiet or isinstance(words, HowFar):
            return
        print(f"  {one_line(words)}", file=sys.stderr, flush=True)

    def seen(self, _: str) -> None:
        """A check is done."""
        self.count += 1
        if self.count == 1:
            self.meanwhile()
        self._shown(f"checking · {self.count} done")

    def _shown(self, words: str) -> bool:
        """Puts the words into the status line, as they are: no markup. Whether there is one."""
        status = self.status  # another thread may end it
        if status is None:
            return False
        from rich.text import Text

        status.update(Text(fitting(words, status.console.width - SPINNER)))
        return True

    def done(self) -> None:
        if self.status is not None:
            self.status.stop()
            self.status = None

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.done()
