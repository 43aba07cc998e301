"""Scoring, as the interface has it: pure arithmetic over goals and hours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.outcomes import ExerciseResult, GoalResult, Report

OUTCOMES = {
    "p": ("passed", ""),
    "f": ("failed", ""),
    "n": ("not-run", "needs"),
    "x": ("not-run", "excluded"),
    "u": ("not-run", "unavailable"),
}


def exercise(goals: str, hours: float = 1, bonus: bool = False) -> ExerciseResult:
    """`pfP`: passed, failed, and a bonus goal that passed; n, x and u are needs, excluded and unavailable."""
    made = []
    for place, letter in enumerate(goals):
        outcome, reason = OUTCOMES[letter.lower()]
        made.append(GoalResult(f"day2/e.g{place}", "", outcome, reason, bonus=letter.isupper()))
    return ExerciseResult("day2/e", "", hours, tuple(made), bonus)


def report(*exercises: ExerciseResult, status: str = "graded") -> Report:
    return Report("day2", "", "flask", "local", "none", 1, "", 0.0, status, exercises)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("goals", "score"),
    [
        ("pppp", 1),
        ("ppff", 0.5),
        ("ffff", 0),
        ("pn", 0.5),
        ("pu", 1),
        ("px", 1),
        ("pfu", 0.5),
        ("uu", 0),
        ("xx", 0),
        ("", 0),
        ("ppPP", 2),
        ("pfP", 1),
        ("pfF", 0.5),
        ("ffP", 0.5),
        ("pU", 1),
        ("puP", 2),
    ],
)
def test_score_of_an_exercise(goals, score):
    """Passed required goals over those that count, and a share for each bonus goal."""
    assert exercise(goals).score == pytest.approx(score)


@pytest.mark.parametrize(
    ("exercises", "score", "required", "passed", "complete"),
    [
        ([exercise("pp", 1), exercise("ff", 3)], 0.25, 0.25, False, True),
        ([exercise("pp", 1), exercise("pp", 3)], 1, 1, True, True),
        ([exercise("pp"), exercise("xx", 3)], 1, 1, True, True),
        ([exercise("pp"), exercise("uu", 3)], 1, 1, True, False),
        ([exercise("pu")], 1, 1, True, False),
        ([exercise("pp", 2), exercise("pp", 1, bonus=True)], 1.5, 1, True, True),
        ([exercise("pp", 2), exercise("ff", 1, bonus=True)], 1, 1, True, True),
        ([exercise("pf", 2), exercise("pp", 1, bonus=True)], 1, 0.5, False, True),
        ([exercise("pfP", 2)], 1, 0.5, False, True),
        ([exercise("ppF", 2)], 1, 1, True, True),
        ([exercise("pn")], 0.5, 0.5, False, True),
        ([exercise("pp"), exercise("uuP", 3)], 1, 1, True, False),  # hours of which nothing required was judged
        ([exercise("pp"), exercise("uuF", 3)], 1, 1, True, False),
        ([exercise("uu")], 0, 0, False, False),
        ([exercise("xx")], 0, 0, False, True),
        ([], 0, 0, False, True),
    ],
)
def test_score_of_a_day(exercises, score, required, passed, complete):
    """Hours weigh; bonus comes on top and is asked for nowhere; what could not be judged is left out."""
    made = report(*exercises)
    assert made.score == pytest.approx(score)
    assert made.required_score == pytest.approx(required)
    assert (made.passed, made.complete) == (passed, complete)


@pytest.mark.parametrize("status", ["not-startable", "environment-error"])
def test_only_a_graded_report_passes(status):
    """Whatever it holds."""
    assert not report(exercise("pp"), status=status).passed


@given(st.lists(st.tuples(st.text("pfnxuPFNXU", max_size=6), st.floats(0.1, 10), st.booleans()), max_size=5))
def test_bounds(drawn):
    """Required scores lie between 0 and 1, no score is below its required part, and a passed report has all of it."""
    made = report(*(exercise(goals, hours, bonus) for goals, hours, bonus in drawn))
    assert 0 <= made.required_score <= 1 + 1e-9
    assert made.score >= made.required_score - 1e-9
    assert not made.passed or made.required_score == pytest.approx(1)
