"""A class from the first learner to the last: retries, a machine that is broken, what is kept, where it goes on."""

from __future__ import annotations

from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from grader.classroom import bearing, resuming
from grader.classroom.desk import Done
from grader.classroom.records import Grade, Learner
from grader.classroom.session import Session, Tally
from grader.classroom.working import Order
from grader.cli.classroom_screen import Screen, left, line_of
from grader.cli.classroom_told import exit_code, summary

ORDER = Order("day2", "checks", (7,))
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
GRADE = Grade("ada", "day2", "abc", "checks", 7, "graded", NOW, NOW, score=0.5)


class Scripted:
    """Workers whose turns end as they are told: for each learner the kinds, one a turn."""

    def __init__(self, slots: int = 2, **endings: list[str]) -> None:
        self.slots = slots
        self.endings = endings
        self.turns: list[str] = []
        self.most_under_way = 0

    def begin(self, order: Order, learner: Learner, known: frozenset[str], out: Path) -> Future[Done]:
        self.turns.append(learner.id)
        kinds = self.endings.get(learner.id, ["graded"])
        kind = kinds.pop(0) if len(kinds) > 1 else kinds[0]
        future: Future[Done] = Future()
        if kind == "died":
            future.set_exception(BrokenProcessPool("killed"))
        else:
            grade = replace(GRADE, learner=learner.id) if kind == "graded" else None
            future.set_result(Done(learner, kind, grade, "no engine answers"))  # type: ignore[arg-type]
        return future


def run(workers: Scripted, count: int = 6) -> tuple[Tally, list[str]]:
    kept: list[str] = []
    session = Session(ORDER, workers, {}, Path("out"), lambda grade: kept.append(grade.learner), lambda _: None)
    return session.run([Learner(f"l{number}", "x") for number in range(count)]), kept


def test_everybody_has_a_turn() -> None:
    """One each, and each grade is kept."""
    tally, kept = run(Scripted())
    assert sorted(kept) == sorted(tally.done) == [f"l{number}" for number in range(6)]
    assert exit_code(tally) == 0 and not tally.left


def test_the_machines_fault_is_tried_again() -> None:
    """At the end, once; who then is graded has lost nothing."""
    workers = Scripted(l1=["machine", "graded"], l2=["died", "graded"], l4=["machine"])
    tally, kept = run(workers)
    assert workers.turns[6:] == ["l1", "l2", "l4"]
    assert "l1" in kept and "l2" in kept and "l4" not in kept
    assert [done.learner.id for done in tally.of("machine")] == ["l4"] and exit_code(tally) == 4


def test_a_broken_machine_gets_nobody_more() -> None:
    """After some faults in a row the others are left, and are told as such."""
    workers = Scripted(slots=1, **{f"l{number}": ["machine"] for number in range(50)})
    tally, kept = run(workers, 50)
    assert not kept and len(workers.turns) < 20
    assert len(tally.left) + len(tally.done) == 50 and exit_code(tally) == 4
    assert any("had no turn" in line for line in summary(tally, [], 50, 3))


def test_the_courses_fault_is_not_tried_again() -> None:
    """It would be the same."""
    workers = Scripted(l3=["course"])
    tally, _ = run(workers)
    assert workers.turns.count("l3") == 1 and exit_code(tally) == 4


def test_a_broken_course_gets_nobody_more() -> None:
    """After four learners in a row; the words say that it is the course, and what to look at."""
    workers = Scripted(slots=1, **{f"l{number}": ["course"] for number in range(50)})
    tally, kept = run(workers, 50)
    assert not kept and tally.stopped_by == "course" and exit_code(tally) == 4
    assert 4 <= len(workers.turns) == len(set(workers.turns)) < 10 and len(tally.left) + len(tally.done) == 50
    said = "\n".join(summary(tally, [], 50, 3))
    assert "Stopped, since it is the course" in said and "since the course failed each time" in said
    assert "by the fault of the course: l0" in said and "the machine" not in said


def test_faults_of_the_course_are_counted_by_learner_and_in_a_row() -> None:
    """Who was graded between them shows that it is not each check; a class that was stopped is told even at its end."""
    workers = Scripted(slots=1, **{f"l{number}": ["course"] for number in (0, 1, 2, 4, 5, 6)})
    tally, kept = run(workers, 8)
    assert kept == ["l3", "l7"] and not tally.left and tally.stopped_by == ""
    tally, _ = run(Scripted(slots=9, **{f"l{number}": ["course"] for number in range(4)}), 4)
    assert not tally.left and any("Stopped, since it is the course" in line for line in summary(tally, [], 4, 1))


def test_whose_faults_are_in_a_row() -> None:
    """Those of the course are none of the machine, and take nothing back that the machine did."""
    workers = Scripted(
        slots=1, l0=["machine"], l1=["course"], l2=["machine"], l3=["course"], l4=["machine"], l5=["course"]
    )
    tally, _ = run(workers, 40)
    assert tally.stopped_by == "" and not tally.left
    both = {f"l{number}": ["course" if number % 2 else "machine"] for number in range(40)}
    tally, _ = run(Scripted(slots=1, **both), 40)
    assert tally.stopped_by and len(tally.left) > 20


def test_a_learners_fault() -> None:
    """Is a grade, with an exit code of its own, also where it was found out in an earlier run."""
    bad = replace(GRADE, status="not-startable", problem="no module\x1b[2J")
    tally = Tally({"ada": Done(Learner("ada", "x"), "graded", bad), "bob": Done(Learner("bob", "x"), "same", GRADE)})
    assert exit_code(tally) == 1 and [done.learner.id for done in tally.ungraded] == ["ada"]
    assert "1 could not be: their project's fault" in next(summary(tally, [], 2, 1))
    assert "\x1b" not in line_of(tally.done["ada"])
    assert exit_code(Tally({"ada": Done(Learner("ada", "x"), "same", bad)})) == 1
    assert exit_code(Tally({"bob": tally.done["bob"]})) == 0


def test_what_stands() -> None:
    """The same submission by the same checks; with a seed that run's; no practice grade where an official is wanted."""
    later = replace(GRADE, graded_at=NOW + timedelta(hours=1), seed=8, score=0.7)
    others = [replace(GRADE, checks="others", submission="d"), replace(GRADE, submission="")]
    found = resuming.settled([later, GRADE, *others], "checks", None, official=False)
    assert found == {("ada", "abc"): later}
    assert resuming.settled([later, GRADE], "checks", 7, official=False) == {("ada", "abc"): GRADE}
    assert resuming.settled([later, GRADE], "checks", None, official=True) == {}
    assert resuming.by_learner([("ada", "a"), ("ada", "b"), ("bob", "a")])["ada"] == {"a", "b"}


def test_seeds() -> None:
    """Two for official grades, the second one drawn from the first."""
    assert resuming.seeds(7, official=False) == (7,)
    one, other = resuming.seeds(7, official=True)
    assert one == 7 != other and resuming.seeds(7, official=True) == (one, other)


def test_what_a_machine_bears() -> None:
    """The scarcer of processors and memory, and never nothing."""
    assert bearing.slots(8, 64) == 8 and bearing.slots(8, 4.5) == 3 and bearing.slots(2, 0.5) == 1
    assert bearing.slots() >= 1


def test_how_far() -> None:
    """The rate is of late turns; what was skipped says nothing about it."""
    screen = Screen(200, watched=False, verbose=False)
    assert screen.how_far() == "0 of 200"
    screen.lately.clear()
    screen.lately.extend([0.0, 5.0, 10.0])
    screen.count, screen.failed = 100, 2
    assert screen.how_far() == "100 of 200 · 12 a minute · 8 min left · 2 not graded"
    assert (left(40), left(60 * 200)) == ("40 s", "3 h 20 min")


def test_lines(capsys) -> None:
    """Who was graded is a line with --verbose alone; who was not, always."""
    good, bad = Done(Learner("ada", "x"), "graded", GRADE), Done(Learner("bob", "x"), "machine", words="disk full")
    for verbose, lines in ((False, ["machine  bob: disk full"]), (True, ["50 %  ada", "machine  bob: disk full"])):
        screen = Screen(2, watched=False, verbose=verbose)
        screen.tell(good)
        screen.tell(bad)
        assert [line.strip() for line in capsys.readouterr().out.splitlines()] == lines
    assert "differ on day2/a.b" in line_of(replace(good, grade=replace(GRADE, disputed=("day2/a.b",))))
