"""A teacher's policy: by default it scores as the course does, and what it does not understand it refuses."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import catalog
from grader.classroom.policy import Policy, read_policy
from grader.errors import UsageError
from grader.model import Day, Exercise, Goal
from grader.outcomes import CheckResult, ExerciseResult, GoalResult, Report
from grader.progress.runs import OUTCOMES, as_data, outcome

WAYS = {
    "passed": ("passed", ""),
    "failed": ("failed", ""),
    "needs": ("not-run", "needs"),
    "unavailable": ("not-run", "unavailable"),
    "excluded": ("not-run", "excluded"),
    "inapplicable": ("not-run", "excluded"),
}


def day_of(*exercises: tuple[float, bool, str], one_of: bool = False) -> Day:
    """A day of exercises e0, e1, …: hours, whether it is a bonus, and a letter a goal (`b` for a bonus)."""
    made = []
    for number, (hours, bonus, letters) in enumerate(exercises):
        home = f"day2/e{number}"
        goals = tuple(Goal(f"{home}.g{n}", "", (), (), bonus=letter == "b") for n, letter in enumerate(letters))
        made.append(Exercise(home, "", hours, goals, Path(), bonus=bonus))
    return Day("day2", "", "", tuple(made), Path(), one_of=one_of)


def report_of(day: Day, outcomes: dict[str, str]) -> Report:
    """The report that a grader would have made of these outcomes."""

    def result(goal: Goal) -> GoalResult:
        word, reason = WAYS[outcomes[goal.id]]
        ran = (CheckResult("c", word, reason=reason),) if outcomes[goal.id] == "inapplicable" else ()  # type: ignore[arg-type]
        return GoalResult(goal.id, "", word, reason, bonus=goal.bonus, checks=ran)  # type: ignore[arg-type]

    exercises = tuple(
        ExerciseResult(e.id, "", e.hours, tuple(map(result, e.goals)), e.bonus)
        for e in day.exercises
        if any(goal.id in outcomes for goal in e.goals)
    )
    return Report(day.id, "", "", "", "", 0, "2026-01-01T00:00:00Z", 0.0, exercises=exercises)


exercises = st.tuples(st.sampled_from([0.5, 1.0, 2.0, 3.7]), st.booleans(), st.text("gb", min_size=1, max_size=5))


@given(st.lists(exercises, min_size=1, max_size=5), st.data())
def test_without_wishes_it_is_the_courses_own_score(made: list[tuple[float, bool, str]], data: st.DataObject) -> None:
    """For any outcomes of any day, bonus goals and bonus exercises among them: to the last bit."""
    day = day_of(*made)
    outcomes = {goal.id: data.draw(st.sampled_from(OUTCOMES)) for goal in day.goals}
    report = report_of(day, outcomes)
    assert {goal.id: outcome(goal) for goal in report.goals} == outcomes
    assert Policy().score(day, outcomes) == report.score
    assert Policy().passed(day, outcomes) == report.passed
    assert Policy().score(day, as_data(report)["goals"]) == as_data(report)["score"]


@given(st.data())
def test_of_one_of_several_projects(data: st.DataObject) -> None:
    """The others, of which there are no outcomes, count neither for nor against."""
    day = day_of((6, False, "gggg"), (6, False, "gg"), (6, False, "gb"), one_of=True)
    chosen = data.draw(st.sampled_from(day.exercises))
    outcomes = {goal.id: data.draw(st.sampled_from(OUTCOMES)) for goal in chosen.goals}
    alone = dataclasses.replace(day, exercises=(chosen,))
    assert Policy().score(day, outcomes) == report_of(alone, outcomes).score
    assert Policy(weights={chosen.id: 2}).score(day, outcomes) == report_of(alone, outcomes).score


def test_the_real_days() -> None:
    """All passed is 1, and more where there is a bonus; nothing passed is 0."""
    for name in catalog.day_ids():
        day = catalog.load_day(name)
        mine = day.exercises[:1] if day.one_of else day.exercises
        passed = {goal.id: "passed" for exercise in mine for goal in exercise.goals}
        bonus = any(e.bonus or any(goal.bonus for goal in e.goals) for e in mine)
        assert Policy().score(day, passed) > 1 if bonus else Policy().score(day, passed) == pytest.approx(1)
        assert Policy().score(day, dict.fromkeys(passed, "failed")) == 0
        assert Policy().score(day, {}) == 0


def test_the_formula_by_hand() -> None:
    """Two hours of half, one of a third and a bonus goal, and a bonus exercise on top."""
    day = day_of((2, False, "gg"), (1, False, "gggb"), (3, True, "gg"))
    passed = {"day2/e0.g0", "day2/e1.g0", "day2/e1.g3", "day2/e2.g1"}
    goals = {goal.id: "passed" if goal.id in passed else "failed" for goal in day.goals}
    assert Policy().score(day, goals) == pytest.approx((2 * 1 / 2 + 1 * 2 / 3 + 3 * 1 / 2) / 3)
    weights = {"day2/e0": 0.0, "day2/e1": 3.0}
    assert Policy(weights=weights).score(day, goals) == pytest.approx((3 * 2 / 3 + 3 * 1 / 2) / 3)


def test_what_is_left_out_does_not_count() -> None:
    """Neither against a learner nor for one: a goal, a bonus goal, a whole exercise."""
    day = day_of((1, False, "ggb"), (1, False, "g"))
    goals = {"day2/e0.g0": "passed", "day2/e0.g1": "failed", "day2/e0.g2": "passed", "day2/e1.g0": "failed"}
    assert Policy().score(day, goals) == pytest.approx((2 / 2 + 0) / 2)
    assert Policy(leave_out=frozenset({"day2/e0.g1"})).score(day, goals) == pytest.approx((2 / 1 + 0) / 2)
    assert Policy(leave_out=frozenset({"day2/e0.g2"})).score(day, goals) == pytest.approx((1 / 2 + 0) / 2)
    assert Policy(leave_out=frozenset({"day2/e1"})).score(day, goals) == pytest.approx(1)
    assert not Policy(leave_out=frozenset({"day2/e1"})).passed(day, goals)
    assert Policy(leave_out=frozenset({"day2/e1", "day2/e0.g1"})).passed(day, goals)
    assert Policy(leave_out=frozenset({"day2/e0", "day2/e1"})).score(day, goals) == 0


@pytest.mark.parametrize(
    ("percent", "late_s", "score", "becomes"),
    [
        (0, 10 * 86400, 0.8, 0.8),
        (10, 0, 0.8, 0.8),
        (10, 1, 0.8, 0.7),
        (10, 86400, 0.8, 0.7),
        (10, 86401, 0.8, 0.6),
        (10, 30 * 86400, 0.8, 0.0),
        (10, 10 * 86400, 1.3, 0.0),  # all of it is off, a bonus too
        (100, 1, 1.3, 0.0),
        (30, 1, 0.2, 0.0),
    ],
)
def test_what_lateness_costs(percent: float, late_s: float, score: float, becomes: float) -> None:
    """Points for each day begun."""
    assert Policy(late_percent_per_day=percent).after_lateness(score, late_s) == pytest.approx(becomes)


# --- the file ---------------------------------------------------------------------------------------------------------
def test_a_whole_policy(tmp_path: Path) -> None:
    """Beside what a learner's course.toml says."""
    (tmp_path / "course.toml").write_text(
        'track = "flask"\n[classroom]\nattempt = "last"\ngrace_minutes = 15\nlate_percent_per_day = 7.5\n'
        'leave_out = ["day2/methods.head", "day2/json"]\n[classroom.weights]\n"day2/methods" = 2\n"day3/sql" = 0\n'
    )
    assert read_policy(tmp_path / "course.toml") == Policy(
        attempt="last",
        grace_minutes=15.0,
        late_percent_per_day=7.5,
        leave_out=frozenset({"day2/methods.head", "day2/json"}),
        weights={"day2/methods": 2.0, "day3/sql": 0.0},
    )


@pytest.mark.parametrize("text", ["", 'track = "flask"\n', "[classroom]\n", "\ufeff[classroom.weights]\n"])
def test_no_wishes(tmp_path: Path, text: str) -> None:
    (tmp_path / "course.toml").write_text(text, encoding="utf-8")
    assert read_policy(tmp_path / "course.toml") == read_policy(None) == Policy()


@pytest.mark.parametrize(
    ("text", "says", "cure"),
    [
        ("[clasroom]", "'clasroom' is not known", "[classroom]"),
        ("[Classroom]", "'Classroom' is not known", "[classroom]"),
        ("classroom = 1", "'classroom' must be a table", "[classroom]"),
        ("[classroom]\nattempts = 'best'", "'attempts' is not known", "Did you mean attempt?"),
        ("[classroom]\nzzz = 1", "'zzz' is not known", "attempt, grace_minutes"),
        ("[classroom]\nattempt = 'Best'", "'attempt' must be best or last", 'attempt = "best"'),
        ("[classroom]\nattempt = []", "'attempt' must be best or last", 'attempt = "best"'),
        ("[classroom]\ngrace_minutes = '15'", "'grace_minutes' must be a number", "without quotes"),
        ("[classroom]\ngrace_minutes = -1", "'grace_minutes' must be a number from 0", ""),
        ("[classroom]\ngrace_minutes = true", "'grace_minutes' must be a number", ""),
        ("[classroom]\ngrace_minutes = nan", "'grace_minutes' must be a number", ""),
        ("[classroom]\nlate_percent_per_day = 101", "must be a number from 0 to 100", ""),
        ("[classroom]\nleave_out = 'day2/json'", "'leave_out' must be a list", "leave_out = ["),
        ("[classroom]\nleave_out = [1]", "'leave_out' must be a list", "leave_out = ["),
        ("[classroom]\nleave_out = ['day2/methods.haed']", "names 'day2/methods.haed'", "Did you mean head"),
        ("[classroom]\nleave_out = ['day2/methods.qq']", "which there is not", "goals of day2/methods are: list"),
        ("[classroom]\nleave_out = ['day2/methosd.head']", "which there is not", "Did you mean day2/methods"),
        ("[classroom]\nleave_out = ['day2/jsn']", "names 'day2/jsn', which there is not", "Did you mean day2/json"),
        ("[classroom]\nleave_out = ['day2/qqqqqqqqqqqqqqq']", "which there is not", "day2/methods, day2/resources"),
        ("[classroom]\nleave_out = ['day2']", "'leave_out' names 'day2', which there is not", "day2/methods"),
        ("[classroom]\nleave_out = ['day22/json']", "there is no day called 'day22'", "day2"),
        ("[classroom]\nleave_out = ['']", "there is no day called ''", "day1"),
        ("[classroom]\nweights = 2", "'weights' must be a table", "[classroom.weights]"),
        ("[classroom.weights]\n'day2/methods.create' = 1", "'weights' names 'day2/methods.create'", "day2/methods"),
        ("[classroom.weights]\nday2.methods = 1", "'weights' names 'day2', which there is not", "day2/methods"),
        ("[classroom.weights]\n'day2/methods' = -1", "'weights.day2/methods' must be a number from 0", ""),
        ("[classroom.weights]\n'day2/methods' = inf", "'weights.day2/methods' must be a number from 0", ""),
        ("[classroom]\nattempt = ", "can't be read", "TOML"),
        ("a = " + "[" * 5000, "can't be read", "TOML"),
        (
            "[classroom]\nleave_out = ['day2/methods', 'day2/resources', 'day2/api-tests']\n"
            "[classroom.weights]\n'day2/json' = 0",
            "leave nothing of day2 that counts",
            "Let something",
        ),
    ],
)  # fmt: skip
def test_what_is_not_understood(tmp_path: Path, text: str, says: str, cure: str) -> None:
    """The file, the key and the cure: it never grades in another way than was meant."""
    (tmp_path / "wishes.toml").write_text(text)
    with pytest.raises(UsageError) as raised:
        read_policy(tmp_path / "wishes.toml")
    assert "wishes.toml" in raised.value.message
    assert says in raised.value.message
    assert cure in raised.value.remedy


def test_files_that_can_not_be_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="the policy in none.toml can't be read: No such file"):
        read_policy(tmp_path / "none.toml")
    with pytest.raises(UsageError, match="can't be read: Is a directory"):
        read_policy(tmp_path)
    (tmp_path / "latin.toml").write_bytes("# Zürich".encode("latin-1"))
    with pytest.raises(UsageError, match=r"latin.toml can't be read: 'utf-8'"):
        read_policy(tmp_path / "latin.toml")
