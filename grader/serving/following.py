"""What an app has printed since the last look.

A server tells all that it knows each time. Lines come in the order of their times, but not at once: one of the other
stream may turn up a moment later with an earlier time, and an engine forgets what is old. So what counts is not how
many there are, but which lines of the last seconds were there before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from grader.server.answers import Line

LATE = 5.0  # seconds that a line may turn up after others of its time


class Following:
    """`new(server.output())` gives each line once."""

    def __init__(self) -> None:
        self.seen: Counter[Line] = Counter()
        self.since = float("-inf")

    def new(self, lines: Sequence[Line]) -> list[Line]:
        """The lines that were not there at the last look, in order."""
        recent = [line for line in lines if line.time > self.since]
        before, fresh = self.seen.copy(), []
        for line in recent:
            if before[line]:
                before[line] -= 1
            else:
                fresh.append(line)
        self.since = max([self.since, *(line.time - LATE for line in recent)])
        self.seen = Counter(line for line in recent if line.time > self.since)
        return fresh
