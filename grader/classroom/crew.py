"""Who does the work on this machine: a few processes, each with a learner's turn at a time.

Processes, since many grades in one would wait for each other, and since what goes wrong in one ends none of the others.
Each turn ends as a run of `grade` does, also when it is interrupted: with everything taken down that it started.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from pathlib import Path
from types import TracebackType

from grader.classroom.desk import Done, turn
from grader.classroom.records import Learner
from grader.classroom.sources import Spool, Submission
from grader.classroom.working import Order, work
from grader.outcomes import Report

INTERRUPTED = 130
PATIENCE = 15.0  # seconds that an interrupted turn gets to take its things down
TURNS = 200  # of one process; then another one begins, with memory of its own


class Crew:
    """`with Crew(slots) as crew: crew.begin(order, learner, known, out)`."""

    def __init__(self, slots: int) -> None:
        self.slots = slots
        self.pool: Executor | None = None

    def __enter__(self) -> Crew:
        return self

    def begin(self, order: Order, learner: Learner, known: frozenset[str], out: Path) -> Future[Done]:
        """A turn begins as soon as there is room. The future fails where its process died."""
        try:
            return self._pool().submit(take_turn, order, learner, known, out)
        except BrokenProcessPool:  # by an earlier turn: those that were under way have failed, this one has not begun
            self.pool = None
            return self._pool().submit(take_turn, order, learner, known, out)

    def _pool(self) -> Executor:
        if self.pool is None:
            spawning = multiprocessing.get_context("spawn")
            self.pool = ProcessPoolExecutor(self.slots, spawning, initializer=obey, max_tasks_per_child=TURNS)
        return self.pool

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is not None:  # an interrupt: those that are at it are asked to end, and seen through
            dismiss()
        if self.pool is not None:
            self.pool.shutdown(wait=kind is None, cancel_futures=True)


def take_turn(order: Order, learner: Learner, known: frozenset[str], out: Path) -> Done:
    """A turn in a process of its own. One that is asked to end takes down what it started, then it ends at once."""
    signal.signal(signal.SIGTERM, interrupt)
    try:
        return turn(order, learner, known, out, work_here, spool_of_this_process())
    except KeyboardInterrupt as asked:
        spool_of_this_process().__exit__(KeyboardInterrupt, asked, None)  # waits until it is removed
        os._exit(INTERRUPTED)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)  # between two turns there is nothing to take down


@cache
def spool_of_this_process() -> Spool:
    """Where the submissions of all its turns lie, each for its own. It goes when the process does."""
    return Spool().__enter__()


def work_here(order: Order, submission: Submission) -> tuple[Report, ...]:
    return work(order, submission.project)


def obey() -> None:
    """Ctrl-C reaches all processes of a terminal: it is the first one's to say what it means."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=follow, daemon=True).start()


def follow() -> None:
    """Ends with the process that gives out the turns, also where that is killed; what is under way goes with it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(INTERRUPTED)


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def dismiss(
    children: Callable[[], list[multiprocessing.process.BaseProcess]] = multiprocessing.active_children,
) -> None:
    """Ends the turns under way: each takes down what it started; whoever does not end is ended."""
    working = children()
    for child in working:
        child.terminate()
    for child in working:
        child.join(PATIENCE)
    for child in working:
        if child.is_alive():
            child.kill()  # what it started is removed by a process of its own
