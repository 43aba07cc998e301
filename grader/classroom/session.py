"""A class's grading from the first learner to the last: who is next, what is tried again, what is kept.

What is done is kept at once, so whoever is cut off goes on where it was. A fault of the machine is tried again when all
others have had their turn; where it fails again and again, the machine is at fault and nobody else is sent there. A
fault of the course is not tried again: a broken check stays broken. Where it meets one after another, it stops as well.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from grader.classroom.desk import Done
from grader.classroom.records import Grade, Learner
from grader.classroom.working import Order

IN_A_ROW = 4  # faults of the machine, or learners whom the course failed, with nothing that went well between them
AHEAD = 2  # turns that wait for a free place, so that none is idle


Culprit = Literal["", "machine", "course"]


class Workers(Protocol):
    """Who does the work: `crew` on this machine, `farm` on others. `slots` is how many turns go on at a time."""

    slots: int

    def begin(self, order: Order, learner: Learner, known: frozenset[str], out: Path) -> Future[Done]: ...


@dataclass
class Tally:
    """How a class's grading went. `left` are those who had no turn, `stopped_by` by whose fault it ended early."""

    done: dict[str, Done] = field(default_factory=dict)
    left: tuple[Learner, ...] = ()
    stopped_by: Culprit = ""

    def of(self, *kinds: str) -> list[Done]:
        return [done for done in self.done.values() if done.kind in kinds]

    @property
    def ungraded(self) -> list[Done]:
        """Those whose project could not be graded, by its own fault."""
        return [done for done in self.of("graded") if done.grade is not None and done.grade.status != "graded"]


class Session:
    """One run over a class. `keep` puts a grade into the book, `tell` says what has become of a turn."""

    def __init__(
        self,
        order: Order,
        workers: Workers,
        known: Mapping[str, frozenset[str]],
        out: Path,
        keep: Callable[[Grade], None],
        tell: Callable[[Done], None],
    ) -> None:
        self.order, self.workers, self.known, self.out = order, workers, known, out
        self.keep, self.tell = keep, tell
        self.tally = Tally()
        self.in_a_row = 0
        self.course_failed: set[str] = set()
        self.under_way: dict[Future[Done], Learner] = {}

    def run(self, learners: Sequence[Learner]) -> Tally:
        """Everybody's turn, and a second one for those whom the machine failed."""
        self._round(learners)
        if not self.stopped_by:
            again = [done.learner for done in self.tally.of("machine")]
            self._round(again)
        self.tally.left = tuple(learner for learner in learners if learner.id not in self.tally.done)
        self.tally.stopped_by = self.stopped_by
        return self.tally

    @property
    def stopped_by(self) -> Culprit:
        """Why it is no use to go on, whoever's turn it is; nothing as long as it is."""
        if len(self.course_failed) >= IN_A_ROW:
            return "course"
        return "machine" if self.in_a_row >= IN_A_ROW else ""

    def _round(self, learners: Iterable[Learner]) -> None:
        waiting = deque(learners)
        while (waiting and not self.stopped_by) or self.under_way:
            while waiting and not self.stopped_by and len(self.under_way) < self.workers.slots + AHEAD:
                self._begin(waiting.popleft())
            finished, _ = wait(self.under_way, return_when=FIRST_COMPLETED)
            in_order = [future for future in self.under_way if future in finished]
            self._count([self._finished(self.under_way.pop(future), future) for future in in_order])

    def _count(self, ended: Sequence[Done]) -> None:
        """Faults in a row, by whose they are. One of the course says nothing of the machine, nor the other way."""
        kinds = {done.kind for done in ended}
        if kinds - {"machine", "course"}:
            self.in_a_row = 0
        elif "machine" in kinds:
            self.in_a_row += 1  # one process that dies takes several turns with it: that is one fault
        for done in ended:
            if done.kind == "course":
                self.course_failed.add(done.learner.id)
            elif done.kind != "machine":
                self.course_failed.clear()

    def _begin(self, learner: Learner) -> None:
        known = self.known.get(learner.id, frozenset())
        self.under_way[self.workers.begin(self.order, learner, known, self.out)] = learner

    def _finished(self, learner: Learner, future: Future[Done]) -> Done:
        error = future.exception()
        done = Done(learner, "machine", words=said_of(error)) if error else future.result()
        if done.kind == "graded" and done.grade is not None:
            self.keep(done.grade)
        self.tally.done[learner.id] = done
        self.tell(done)
        return done


def said_of(error: BaseException) -> str:
    """What a turn's end by something nobody thought of means to a teacher."""
    if isinstance(error, BrokenExecutor):
        return "the process that graded it was ended from outside. Was the memory full? Then fewer at a time: --jobs"
    return f"something went wrong that is our fault: {type(error).__name__}: {error}"
