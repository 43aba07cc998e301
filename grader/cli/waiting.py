"""What is shown while a run goes on: one line on a terminal, nothing where nobody watches."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any


class Waiting:
    """A status line on stderr. `silent`: no terminal, or nothing wanted; long work is then a plain line."""

    def __init__(self, silent: bool) -> None:
        self.silent = silent
        self.count = 0
        self.status: Any = None

    def __enter__(self) -> Waiting:
        if not self.silent:
            from rich.console import Console

            self.status = Console(stderr=True).status("starting your app")
            self.status.start()
        return self

    def say(self, words: str) -> None:
        """Something that takes long has begun."""
        if self.status is not None:
            self.status.update(words)
        else:
            print(f"  {words}", file=sys.stderr, flush=True)

    def seen(self, _: str) -> None:
        """A check is done."""
        self.count += 1
        if self.status is not None:
            self.status.update(f"checking · {self.count} done")

    def done(self) -> None:
        if self.status is not None:
            self.status.stop()
            self.status = None

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.done()
