"""Turns what came from the checks' process into the report's values. Pure but for reading the learner's files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.checking import Event
from grader.model import Day, Exercise, Goal
from grader.outcomes import CheckResult, Exchange, ExerciseResult, GoalResult, Measure, Request, Response, Status
from grader.project import Project
from grader.server.answers import Line

__all__ = ["Status", "assemble"]
LOG_AFTER = 0.05  # seconds in which what an app prints about a request may still come
LONGEST_LOG = 8000


def assemble(
    day: Day, chosen: Sequence[Exercise], events: Sequence[Event], log: Sequence[Line], project: Project
) -> tuple[ExerciseResult, ...]:
    """Every exercise of the day in order; those that were not asked for as excluded."""
    by_goal: dict[str, list[CheckResult]] = {}
    begins = sorted(event.data["began"] for event in events if "began" in event.data)
    for event in events:
        printed = "".join(line.text for line in during(event, begins, log))[-LONGEST_LOG:]
        by_goal.setdefault(event.check.id.partition("::")[0], []).append(check_result(event, printed, project))
    found = []
    for exercise in day.exercises:
        excluded = exercise not in chosen
        goals = tuple(
            GoalResult(goal.id, goal.title, "not-run", "excluded", bonus=goal.bonus)
            if excluded
            else goal_result(goal, by_goal.get(goal.id, []), project.track)
            for goal in exercise.goals
        )
        found.append(ExerciseResult(exercise.id, exercise.title, exercise.hours, goals, exercise.bonus))
    return tuple(found)


def goal_result(goal: Goal, checks: list[CheckResult], track: str) -> GoalResult:
    """A goal passes when all its checks do. The first check that did not gives the summary."""
    missed = next((check for check in checks if check.outcome == "failed"), None)
    idle = next((check for check in checks if check.outcome == "not-run"), None)
    told = missed or idle
    return GoalResult(
        id=goal.id,
        title=goal.title,
        outcome="failed" if missed else "not-run" if idle else "passed",
        reason="" if missed or idle is None else idle.reason,
        summary=summary(told) if told and told.reason != "unavailable" else "",
        remedy=idle.message if idle and idle.reason == "unavailable" and not missed else "",
        bonus=goal.bonus,
        hints=goal.hints_for(track),
        docs=goal.docs_for(track),
        checks=tuple(checks),
    )


def summary(check: CheckResult) -> str:
    """One line: the author's words, else what was expected and what came."""
    return check.message.partition("\n")[0] or check.says


def during(event: Event, begins: Sequence[float], log: Sequence[Line]) -> Iterator[Line]:
    """What the app printed while a check ran, and shortly after, but not once the next one had begun."""
    if event.data["outcome"] != "failed" or not log:
        return
    began, ended = event.data["began"], event.data["ended"]
    end = min([ended + LOG_AFTER, *(begin for begin in begins if begin > began)])
    yield from (line for line in log if began <= line.time <= end)


def check_result(event: Event, printed: str, project: Project) -> CheckResult:
    """A verdict with the words that the report needs."""
    data = event.data
    began, ended = data.get("began", 0.0), data.get("ended", 0.0)
    return CheckResult(
        name=event.check.name,
        outcome=data["outcome"],
        reason=data.get("reason", ""),
        says=event.check.says,
        message=data.get("message", "") or event.check.says,
        expected=data.get("expected", "") or event.check.says,
        got=data.get("got", ""),
        duration_s=round(max(ended - began, 0.0), 4),
        exchanges=tuple(map(exchange, data.get("exchanges", ()))),
        measures=tuple(Measure(**{**m, "series": tuple(m["series"])}) for m in data.get("measures", ())),
        log=printed,
        error_at=_place(printed, project) if printed else "",
        picture=data.get("picture", ""),
    )


def _place(printed: str, project: Project) -> str:
    """The learner's line that what was printed is about."""
    from grader.diagnosis import error_at  # only where something is wrong

    return error_at(printed, project.folder)


def exchange(data: dict[str, object]) -> Exchange:
    """A recorded exchange as it came over the pipe."""
    response = data["response"]
    return Exchange(
        request=Request(**data["request"]),  # type: ignore[arg-type]  # written by ourselves
        curl=str(data["curl"]),
        response=Response(**response) if isinstance(response, dict) else None,
        error=str(data["error"]),
    )
