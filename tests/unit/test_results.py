"""Events of the checks' process turned into a report's values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from grader.checking import Event
from grader.model import Check, Day, Exercise, Goal
from grader.outcomes import CheckResult
from grader.project import Dependencies, Project
from grader.results import assemble
from grader.server.answers import Line


def check(goal: str, name: str) -> Check:
    return Check(f"{goal}::{name}", name, f"test_{name}", f"says {name}", Path("test.py"), 1)


def goal(exercise: str, name: str, *checks: str, **more: Any) -> Goal:
    full = f"day2/{exercise}.{name}"
    hints = ({"all": "look", "flask": "look in app.py"}, {"all": "think"}, {"express": "no"})
    return Goal(full, name, hints, tuple(check(full, one) for one in checks), **more)


def exercise(name: str, *goals: Goal, bonus: bool = False) -> Exercise:
    return Exercise(f"day2/{name}", name, 1.0, goals, Path(), bonus=bonus)


def event(goal: Goal, name: str, outcome: str = "passed", **data: Any) -> Event:
    found = next(one for one in goal.checks if one.name == name)
    return Event(found, {"outcome": outcome, "began": 10.0, "ended": 11.0, **data})


CREATE = goal("cups", "create", "a", "b")
LIST = goal("cups", "list", "c", bonus=True)
PROJECT = Project(Path("/nowhere"), "flask", "", Dependencies("python"))


def result(events: list[Event], log: tuple[Line, ...] = (), goals: tuple[Goal, ...] = (CREATE, LIST)) -> Any:
    cups = exercise("cups", *goals)
    (made,) = assemble(Day("day2", "", "", (cups,), Path()), [cups], events, log, PROJECT)
    return made


def test_goals_pass_with_all_their_checks():
    """One that failed decides; what waits for it or can't be had comes after."""
    made = result([event(CREATE, "a"), event(CREATE, "b"), event(LIST, "c")])
    assert [one.outcome for one in made.goals] == ["passed", "passed"]
    assert [one.bonus for one in made.goals] == [False, True]
    assert made.goals[0].summary == "" and made.goals[0].hints == ("look in app.py", "think", "")

    made = result([event(CREATE, "a"), event(CREATE, "b", "failed", message="one\ntwo"), event(LIST, "c")])
    assert made.goals[0].outcome == "failed" and made.goals[0].summary == "one"

    idle = {"reason": "unavailable", "message": "needs docker"}
    made = result([event(CREATE, "a"), event(CREATE, "b", "not-run", **idle), event(LIST, "c")])
    assert made.goals[0].outcome == "not-run" and made.goals[0].reason == "unavailable"
    assert made.goals[0].remedy == "needs docker" and not made.goals[0].counts

    made = result([event(CREATE, "a", "failed"), event(CREATE, "b", "not-run", **idle), event(LIST, "c")])
    assert made.goals[0].outcome == "failed" and made.goals[0].counts and made.goals[0].remedy == ""


def test_not_run_has_no_times():
    """A check that was left out was neither begun nor ended."""
    left = Event(CREATE.checks[0], {"outcome": "not-run", "reason": "needs", "message": "waits for day2/cups.x"})
    made = result([left, event(CREATE, "b"), event(LIST, "c")])
    first = made.goals[0].checks[0]
    assert (first.outcome, first.reason, first.duration_s) == ("not-run", "needs", 0.0)
    assert made.goals[0].counts and made.goals[0].reason == "needs"


def test_words_of_a_check():
    """Without words of its own, a check says its docstring; a clock that jumped back makes no negative time."""
    made = result([event(CREATE, "a", "failed", ended=3.0), event(CREATE, "b"), event(LIST, "c")])
    first: CheckResult = made.goals[0].checks[0]
    assert (first.message, first.expected, first.says) == ("says a", "says a", "says a")
    assert first.duration_s == 0.0 and made.goals[0].summary == "says a"


def test_exchanges():
    """Requests and answers come through whole, and an exchange without an answer says why."""
    request = {"method": "GET", "path": "/", "headers": {}, "body": ""}
    answered = {"request": request, "curl": "curl", "response": {"status": 200, "body": "x", "size": 1}, "error": ""}
    silent = {"request": request, "curl": "curl", "response": None, "error": "none"}
    made = result([event(CREATE, "a", exchanges=[answered, silent]), event(CREATE, "b"), event(LIST, "c")])
    one, other = made.goals[0].checks[0].exchanges
    assert one.response.status == 200 and one.request.method == "GET" and other.response is None
    assert other.error == "none"


def test_excluded():
    """What was not asked for is listed, and counts nowhere."""
    cups, spoons = exercise("cups", CREATE), exercise("spoons", goal("spoons", "hold", "d"))
    day = Day("day2", "", "", (cups, spoons), Path())
    made = assemble(day, [cups], [event(CREATE, "a"), event(CREATE, "b")], (), PROJECT)
    assert [one.id for one in made] == ["day2/cups", "day2/spoons"]
    assert made[1].goals[0].reason == "excluded" and not made[1].counts


@pytest.mark.parametrize(
    ("times", "kept"),
    [
        ((9.9, 10.0, 10.5, 11.0), "10.0 10.5 11.0 "),
        ((11.04,), "11.04 "),
        ((11.2,), ""),
    ],
)
def test_log_of_a_failed_check(times, kept):
    """What the app printed while the check ran, and just after."""
    log = tuple(Line(time, f"{time} ") for time in times)
    made = result([event(CREATE, "a", "failed"), event(CREATE, "b", began=20.0, ended=21.0), event(LIST, "c")], log)
    assert made.goals[0].checks[0].log == kept
    assert made.goals[0].checks[1].log == ""


def test_log_stops_where_the_next_check_begins():
    """A line that came after the next check's start is not this one's."""
    log = (Line(11.0, "mine "), Line(11.03, "not mine"))
    following = event(CREATE, "b", began=11.02, ended=12.0)
    made = result([event(CREATE, "a", "failed"), following, event(LIST, "c", began=30.0, ended=31.0)], log)
    assert made.goals[0].checks[0].log == "mine "


def test_log_is_bounded():
    """An app that prints without end fills no report."""
    log = (Line(10.5, "x" * 100_000 + "end"),)
    made = result([event(CREATE, "a", "failed"), event(CREATE, "b"), event(LIST, "c")], log)
    assert len(made.goals[0].checks[0].log) == 8000 and made.goals[0].checks[0].log.endswith("end")
