"""What a teacher sees while a class is graded: who could not be, how fast it goes, how long it takes."""

from __future__ import annotations

import sys
import time
from collections import deque
from typing import Any

import click

from grader.classroom.desk import Done
from grader.printable import one_line

LATELY = 40  # turns by which the rate is told
EVERY = 30.0  # seconds between two lines where nobody watches


class Screen:
    """A status line on a terminal, else a line from time to time. Told of each turn as it ends."""

    def __init__(self, total: int, *, watched: bool, verbose: bool) -> None:
        self.total, self.watched, self.verbose = total, watched, verbose
        self.count = self.failed = 0
        self.lately: deque[float] = deque([time.monotonic()], LATELY)
        self.said_at = time.monotonic()
        self.status: Any = None

    def __enter__(self) -> Screen:
        if self.watched:
            from rich.console import Console

            self.status = Console(stderr=True).status(f"{self.total} learners")
            self.status.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.status is not None:
            self.status.stop()

    def tell(self, done: Done) -> None:
        """One more."""
        self.count += 1
        if done.kind != "same":
            self.lately.append(time.monotonic())
        words = line_of(done)
        graded = done.kind == "same" or (done.grade is not None and done.grade.status == "graded")
        self.failed += not graded
        if self.verbose or not graded:
            self._print(words)
        if self.status is not None:
            self.status.update(self.how_far())
        elif time.monotonic() - self.said_at > EVERY:
            self.said_at = time.monotonic()
            print(f"  {self.how_far()}", file=sys.stderr, flush=True)

    def _print(self, words: str) -> None:
        """A line that stays, above the status line."""
        if self.status is not None:
            self.status.stop()
        click.echo(words)
        if self.status is not None:
            self.status.start()

    def how_far(self) -> str:
        """`37 of 200 · 12 a minute · 14 min left · 2 not graded`."""
        words = [f"{min(self.count, self.total)} of {self.total}"]
        rate = self.rate()
        if rate:
            words += [f"{60 * rate:.0f} a minute", f"{left(max(self.total - self.count, 0) / rate)} left"]
        return " · ".join([*words, *([f"{self.failed} not graded"] if self.failed else [])])

    def rate(self) -> float:
        """Turns a second, of the last ones; 0 before there is something to tell it by."""
        taken = self.lately[-1] - self.lately[0]
        return (len(self.lately) - 1) / taken if len(self.lately) > 2 and taken > 0 else 0.0


def line_of(done: Done) -> str:
    """A learner's line."""
    name = one_line(done.learner.id, 60)
    if done.kind in ("machine", "course"):
        return f"{done.kind:>7}  {name}: {one_line(done.words, 300)}"
    if done.grade is None or done.kind == "same":
        return f"   same  {name}"
    grade = done.grade
    if grade.status != "graded":
        return f"     no  {name}: {grade.status}: {one_line(grade.problem, 300)}"
    differing = f"  two seeds differ on {one_line(', '.join(grade.disputed), 200)}" if grade.disputed else ""
    return f"{100 * grade.score:5.0f} %  {name}{differing}"


def left(seconds: float) -> str:
    """`40 s`, `14 min`, `3 h 20 min`."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02} min"
