"""Which grade counts: the newest of a submission, the best or the last of several, less what lateness costs."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from classroom_samples import HOUR, NOON, grade
from hypothesis import given
from hypothesis import strategies as st

from grader.classroom.attempts import changes, counted, handed_in, passed, score
from grader.classroom.policy import Policy
from grader.classroom.records import Counted, Enrolled, Grade
from grader.model import Day, Exercise, Goal

DAY = timedelta(days=1)
IDS = [f"day2/cups.g{number}" for number in range(4)]
DAYS = {
    "day2": Day(
        "day2", "", "", (Exercise("day2/cups", "", 1, tuple(Goal(g, "", (), ()) for g in IDS), Path()),), Path()
    )
}
TEN = Policy(late_percent_per_day=10, grace_minutes=15)


def of(good: int, learner: str = "ada", **fields: Any) -> Grade:
    """A grade with so many of the four goals."""
    goals = {name: "passed" if number < good else "failed" for number, name in enumerate(IDS)}
    return grade(learner, **{"goals": goals, "score": good / 4, "passed": good == 4, **fields})


def count(*grades: Grade, policy: Policy = Policy(), enrolled: tuple[Enrolled, ...] = ()) -> Counted:  # noqa: B008
    (found,) = counted(grades, enrolled, policy, DAYS)
    return found


# --- which one --------------------------------------------------------------------------------------------------------
def test_everybody_once_a_day() -> None:
    """Enrolled or graded, by day and learner; who has no grade has none."""
    rolls = [Enrolled("eve", "day2", "e@x", NOON), Enrolled("ada", "day3"), Enrolled("ada", "day2", "a@x")]
    found = counted([of(3), of(1, "bob"), of(2, submission="s0")], rolls, Policy(), DAYS)
    assert [(one.day, one.learner, one.attempts, one.score) for one in found] == [
        ("day2", "ada", 2, 0.75),
        ("day2", "bob", 1, 0.25),
        ("day2", "eve", 0, 0.0),
        ("day3", "ada", 0, 0.0),
    ]
    assert found[2] == Counted("eve", "day2", None, email="e@x", deadline=NOON)
    assert (found[0].email, found[1].email) == ("a@x", "")
    assert counted([], [], Policy(), DAYS) == []


def test_practice_counts_for_nothing_beside_official_grades() -> None:
    """Whoever can write into the book could add a row that nobody signed, with another score or an earlier time."""
    signed = of(1, official=True, signature="s", submitted_at=NOON + HOUR)
    added = [of(4, submission="s9"), of(4, seed=9, submitted_at=NOON - DAY)]
    found = count(signed, *added, policy=TEN, enrolled=(Enrolled("ada", "day2", deadline=NOON),))
    assert found.grade == signed and found.attempts == 1 and found.late_s == 45 * 60
    assert handed_in([signed, *added])["day2", "ada", signed.submission] == NOON + HOUR
    assert count(*added).score == 1  # where all is practice, it is what there is


@pytest.mark.parametrize("attempt", ["best", "last"])
def test_a_regrade_corrects(attempt: Any) -> None:
    """The newest grading of one submission counts, by whatever checks, and be it worse; an older one never does."""
    older, newer = of(4, checks="c1"), of(1, checks="c2", graded_at=NOON + HOUR)
    for order in ((older, newer), (newer, older)):
        found = count(*order, policy=Policy(attempt=attempt))
        assert (found.grade, found.score, found.attempts) == (newer, 0.25, 1)


def test_the_best_of_several() -> None:
    """By its newest grading, not by the best one that it ever had."""
    first = of(4, submission="a")
    first_again = of(1, submission="a", graded_at=NOON + 3 * HOUR, checks="c2")
    second = of(2, submission="b", submitted_at=NOON + HOUR, graded_at=NOON + HOUR)
    found = count(first, first_again, second)
    assert (found.grade, found.attempts) == (second, 2)


def test_the_best_is_the_best_after_lateness() -> None:
    """Half a score more is not worth two days."""
    rolls = (Enrolled("ada", "day2", deadline=NOON),)
    early = of(3, submission="a")
    late = of(4, submission="b", submitted_at=NOON + 2 * DAY + HOUR)
    found = count(early, late, policy=TEN, enrolled=rolls)
    assert (found.grade, found.score, found.late_s) == (early, 0.75, 0.0)
    found = count(early, late, enrolled=rolls)
    assert (found.grade, found.score, found.late_s) == (late, 1.0, (2 * DAY + HOUR).total_seconds())


def test_of_equal_ones() -> None:
    """What was graded before what was not, what was in time before what was late, then the later one."""
    rolls = (Enrolled("ada", "day2", deadline=NOON),)
    refused = grade(submission="r", status="refused", submitted_at=NOON, problem="no such commit")
    nothing = of(0, submission="n", submitted_at=NOON - 3 * HOUR)
    assert count(nothing, refused, enrolled=rolls).grade == nothing
    later = of(0, submission="m", submitted_at=NOON - 2 * HOUR)
    late = of(0, submission="l", submitted_at=NOON + HOUR)
    assert count(later, late, nothing, refused, enrolled=rolls).grade == later


def test_the_last_one() -> None:
    """By when it was handed in, then by when it was graded; also where it is worse."""
    last = Policy(attempt="last")
    good, worse = of(4, submission="a"), of(1, submission="b", submitted_at=NOON + HOUR)
    assert count(worse, good, policy=last).grade == worse
    same = of(2, submission="c", submitted_at=NOON + HOUR, graded_at=NOON + HOUR)
    assert count(same, worse, good, policy=last).grade == same
    refused = grade(submission="d", status="refused", submitted_at=NOON + 2 * HOUR)
    assert count(same, refused, policy=last).score == 0


@given(st.randoms(use_true_random=False), st.sampled_from(["best", "last"]))
def test_the_order_of_the_rows_tells_nothing(mixed: random.Random, attempt: Any) -> None:
    grades = [
        of(n % 5, submission=f"s{n % 3}", seed=n, graded_at=NOON + n * HOUR, submitted_at=NOON + (n % 4) * HOUR)
        for n in range(8)
    ]
    rolls = [Enrolled("ada", "day2", deadline=NOON + HOUR)]
    policy = Policy(attempt=attempt, late_percent_per_day=5)
    usual = counted(grades, rolls, policy, DAYS)
    mixed.shuffle(grades)
    assert counted(grades, rolls, policy, DAYS) == usual


# --- what it is worth -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("after", "late_s", "worth"),
    [
        (-DAY, 0, 1.0),
        (timedelta(minutes=15), 0, 1.0),
        (timedelta(minutes=15, seconds=1), 1, 0.9),
        (DAY + timedelta(minutes=15), 86400, 0.9),
        (DAY + timedelta(minutes=16), 86460, 0.8),
        (30 * DAY, 30 * 86400 - 900, 0.0),
    ],
)
def test_lateness(after: timedelta, late_s: float, worth: float) -> None:
    """Counted from deadline and grace; a learner without a deadline is never late."""
    handed = of(4, submitted_at=NOON + after)
    found = count(handed, policy=TEN, enrolled=(Enrolled("ada", "day2", deadline=NOON),))
    assert (found.late_s, found.score, found.deadline) == (late_s, pytest.approx(worth), NOON)
    assert count(handed, policy=TEN, enrolled=(Enrolled("ada", "day2"),)).score == 1.0
    assert count(handed, policy=TEN).late_s == 0


def test_a_regrade_makes_nobody_late() -> None:
    """It was fetched again after the deadline, and had been there before it."""
    rolls = (Enrolled("ada", "day2", deadline=NOON + HOUR),)
    first, again = of(2), of(3, seed=8, graded_at=NOON + 5 * DAY, submitted_at=NOON + 5 * DAY)
    found = count(first, again, policy=TEN, enrolled=rolls)
    assert (found.grade, found.late_s, found.score) == (again, 0.0, 0.75)
    assert handed_in([again, first]) == {("day2", "ada", "s1"): NOON}


@pytest.mark.parametrize("status", ["not-startable", "refused"])
def test_what_was_not_graded_is_worth_nothing(status: Any) -> None:
    """Whatever is written there, and it is an attempt nevertheless."""
    found = count(of(4, status=status))
    assert (found.score, found.attempts) == (0.0, 1)
    assert not passed(of(4, status=status), Policy(), DAYS)


def test_the_policy_decides_not_the_record() -> None:
    """The recorded score was made by the course's own weights."""
    policy = Policy(leave_out=frozenset(IDS[1:]))
    assert count(of(1), policy=policy).score == 1.0
    assert passed(of(1), policy, DAYS)
    assert not passed(of(1), Policy(), DAYS)


def test_goals_that_this_course_has_not() -> None:
    """Of a pack that is not at hand: there the recorded score is the better word, for an unknown day the only one."""
    packed = grade(goals={IDS[0]: "failed", "day2/secret.one": "passed"}, score=0.5, passed=True)
    assert (score(packed, Policy(), DAYS), passed(packed, Policy(), DAYS)) == (0.5, True)
    assert score(of(3), Policy(), {}) == 0.75
    fewer = grade(goals={IDS[0]: "passed"}, score=1.0)  # the other goals have been added since
    assert score(fewer, Policy(), DAYS) == 1.0


# --- what a regrade changed -------------------------------------------------------------------------------------------
def test_changes() -> None:
    """Other scores and other goals, with what was before; what is the same, or only rounded, is none."""
    before = counted([of(2), of(3, "bob"), of(1, "eve"), of(2, "kim")], [Enrolled("new", "day2")], Policy(), DAYS)
    swapped = {IDS[0]: "failed", IDS[1]: "passed", IDS[2]: "passed", IDS[3]: "failed"}
    now = [of(3), of(3, "bob"), of(1, "eve"), of(2, "kim", goals=swapped), of(0, "new"), of(4, "late comer")]
    found = changes(before, counted(now, [], Policy(), DAYS))
    assert [(old.learner, old.score, new.score) for old, new in found] == [
        ("ada", 0.5, 0.75),
        ("kim", 0.5, 0.5),
        ("new", 0.0, 0.0),
    ]
    assert found[2][0].grade is None


def test_a_difference_of_rounding_is_none() -> None:
    one = of(2)
    assert changes([Counted("ada", "day2", one, 0.1 + 0.2)], [Counted("ada", "day2", one, 0.3)]) == []
    assert len(changes([Counted("ada", "day2", one, 0.3)], [Counted("ada", "day2", one, 0.30001)])) == 1
    assert changes([Counted("ada", "day2", one)], [Counted("ada", "day3", one, 1.0)]) == []
