"""Who does the work: processes of this machine that may die, and workers elsewhere whose machines may be at fault."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path

import pytest

from grader.catalog import load_day
from grader.classroom import farm
from grader.classroom.crew import Crew, dismiss
from grader.classroom.farm import BAD, Answer, Farm
from grader.classroom.records import Learner
from grader.classroom.sources import Submission
from grader.classroom.working import Order
from grader.errors import MachineError, UsageError
from grader.outcomes import Report

ORDER = Order("day2", "checks", (7,))
NOBODY = frozenset[str]()


def missing(folder: Path, name: str = "ada") -> Learner:
    return Learner(name, str(folder / "nothing"))


def test_a_turn_in_a_process_of_its_own(tmp_path: Path) -> None:
    """What comes back is what a turn gives; the process ends with the crew."""
    with Crew(1) as crew:
        done = crew.begin(ORDER, missing(tmp_path), NOBODY, tmp_path / "out").result(60)
        assert (done.kind, done.grade.status) == ("graded", "refused")
        (child,) = multiprocessing.active_children()
        assert child.pid != os.getpid()
    assert not child.is_alive()


def test_a_process_that_dies(tmp_path: Path) -> None:
    """The turn that it was at fails, and the next one has a process again."""
    with Crew(1) as crew:
        crew.begin(ORDER, missing(tmp_path), NOBODY, tmp_path / "out").result(60)
        (child,) = multiprocessing.active_children()
        os.kill(child.pid, signal.SIGKILL)
        failed = crew.begin(ORDER, missing(tmp_path), NOBODY, tmp_path / "out")
        with pytest.raises(BrokenProcessPool):
            failed.result(60)
        assert crew.begin(ORDER, missing(tmp_path), NOBODY, tmp_path / "out").result(60).kind == "graded"


def test_an_interrupt_ends_all_turns(tmp_path: Path) -> None:
    """Those that have not begun never do; no process stays."""
    with pytest.raises(KeyboardInterrupt), Crew(2) as crew:
        crew.begin(ORDER, missing(tmp_path), NOBODY, tmp_path / "out").result(60)
        waiting = [crew.begin(ORDER, missing(tmp_path, str(n)), NOBODY, tmp_path / "out") for n in range(40)]
        raise KeyboardInterrupt
    deadline = time.monotonic() + 20
    while multiprocessing.active_children() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert multiprocessing.active_children() == []
    assert any(future.cancelled() or future.exception() for future in waiting)


def test_who_does_not_end_is_ended() -> None:
    """Asked first, then waited for, then killed."""

    class Stubborn:
        def __init__(self) -> None:
            self.told: list[str] = []

        def terminate(self) -> None:
            self.told.append("terminate")

        def join(self, seconds: float) -> None:
            self.told.append("join")

        def is_alive(self) -> bool:
            return True

        def kill(self) -> None:
            self.told.append("kill")

    child = Stubborn()
    dismiss(lambda: [child])  # type: ignore[list-item]
    assert child.told == ["terminate", "join", "kill"]


# --- a farm -----------------------------------------------------------------------------------------------------------
class Workers(Farm):
    """A farm whose workers answer as told, each by its address."""

    def __init__(self, *answers: Answer) -> None:
        super().__init__("tcp://nowhere", "", None)
        self.answers = list(answers)

    def _ask(self, order: Order, parcel: object, tried: set[str]) -> Answer:
        return self.answers.pop(0)


def answer(address: str, status: str = "graded", fault: str = "") -> Answer:
    day = load_day("day2")
    report = Report(day.id, day.title, "flask", "docker", "none", 7, "2026-01-01T00:00:00Z", 1.0, status=status)  # type: ignore[arg-type]
    return Answer(address, (replace(report, fault=fault),))


@pytest.fixture
def submission(tmp_path: Path) -> Submission:
    from datetime import UTC, datetime

    (tmp_path / "app.py").write_text("x\n")
    return Submission(tmp_path, tmp_path, "hash", "", datetime.now(UTC))


def test_a_faulty_machine_does_not_cost_a_learner(submission: Submission) -> None:
    """Another one is asked; faults are counted where they were, and forgotten after the next good answer there."""
    workers = Workers(answer("a", "environment-error"), answer("b"))
    (report,) = workers.work_there(ORDER, submission)
    assert report.status == "graded" and workers.faults["a"] == 1 and workers.faults["b"] == 0
    workers.answers = [answer("a")]
    workers.work_there(ORDER, submission)
    assert workers.faults["a"] == 0


def test_when_all_are_at_fault(submission: Submission) -> None:
    """It is the machine's, in the worker's words; another version of the course is one."""
    other = Answer("a", fault="the worker a has another version of the course")
    with pytest.raises(MachineError, match="another version"):
        Workers(other, other, other).work_there(ORDER, submission)
    early = answer("a", "environment-error")
    (report,) = Workers(early, early, early).work_there(ORDER, submission)
    assert report.status == "environment-error"


def test_a_fault_of_the_course_is_no_machines(submission: Submission) -> None:
    """Nobody else is asked, for a broken check is broken everywhere; and the machine has no fault more."""
    workers = Workers(answer("a", "environment-error", "course"), answer("b"))
    (report,) = workers.work_there(ORDER, submission)
    assert (report.status, report.fault) == ("environment-error", "course")
    assert len(workers.answers) == 1 and workers.faults["a"] == 0


def test_a_machine_that_fails_again_and_again_is_left_alone() -> None:
    """And where none is left, that is said."""
    found = Farm("tcp://nowhere", "", None)
    found.workers = lambda: [("a", 2), ("mute", 0)]  # type: ignore[method-assign]
    found.faults["a"] = BAD
    with pytest.raises(MachineError, match="again and again"):
        found._ask(ORDER, None, set())  # type: ignore[arg-type]


@pytest.mark.parametrize("words", ["local", "local:0", "local:x", "remote:2", "local:1000"])
def test_clusters_that_are_none(words: str) -> None:
    """In a sentence with the way to write it."""
    with pytest.raises(UsageError, match="is none"):
        farm.number_of(words)
    assert farm.number_of("local:12") == 12


def test_no_scheduler() -> None:
    """Nobody there is the machine's fault, and is found out soon."""
    with pytest.raises(MachineError, match="no Dask scheduler answers"), Farm("tcp://127.0.0.1:1", "", None):
        pass
