"""A report fit to be shown: every text in it printable and not too long. Each reporter starts here."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from grader.outcomes import CheckResult, Exchange, ExerciseResult, GoalResult, Measure, Report
from grader.printable import printable, printable_end

_MOST_HEADERS = 50
_MOST_NOTICES = 50
Made = TypeVar("Made")


@dataclass(frozen=True)
class Caps:
    """How much is kept. Sizes are characters; `exchanges` counts the last ones of a check."""

    text: int = 4096
    body: int = 4096
    log: int = 16384
    curl: int = 16384
    exchanges: int = 20
    exchanges_of_passed: int = 20
    picture: int = 400_000


# Tried in turn until a report is small enough: passing checks give up their exchanges first.
LESS_AND_LESS = (
    Caps(),
    Caps(exchanges_of_passed=0),
    Caps(exchanges_of_passed=0, exchanges=3, log=4096),
    Caps(exchanges_of_passed=0, exchanges=3, log=4096, picture=60_000),
    Caps(exchanges_of_passed=0, exchanges=1, log=1024, body=1024, curl=2048, text=1024, picture=0),
    Caps(exchanges_of_passed=0, exchanges=0, log=256, text=256, picture=0),
    Caps(exchanges_of_passed=0, exchanges=0, log=64, text=64, picture=0),
)


def within(
    most: int,
    report: Report,
    make: Callable[[Report, bool], Made],
    size: Callable[[Made], int],
    levels: Sequence[Caps] = LESS_AND_LESS,
) -> Made:
    """What is made at the first level at which it is not beyond `most`, else at the last.

    `make` is told whether anything was given up for that.
    """
    for caps in levels:
        made = make(clean(report, caps), caps is not levels[0])
        if size(made) <= most:
            break
    return made


def utf8_size(text: str) -> int:
    """Bytes in a file."""
    return len(text.encode())


def clean(report: Report, caps: Caps | None = None) -> Report:
    """The same report without control characters, endless texts and numbers that aren't any."""
    caps = caps or Caps()
    return replace(
        report,
        day=printable(report.day),
        title=printable(report.title),
        track=printable(report.track),
        runner=printable(report.runner),
        database=printable(report.database),
        started_at=printable(report.started_at),
        duration_s=_number(report.duration_s),
        exercises=tuple(_exercise(exercise, caps) for exercise in report.exercises),
        problem=printable(report.problem, caps.text),
        remedy=printable(report.remedy, caps.text),
        log=printable_end(report.log, caps.log),
        notices=tuple(printable(notice, caps.text) for notice in report.notices[:_MOST_NOTICES]),
        facts={
            printable(key, caps.text): printable(value, caps.text)
            for key, value in list(report.facts.items())[:_MOST_NOTICES]
        },
    )


def _exercise(exercise: ExerciseResult, caps: Caps) -> ExerciseResult:
    goals = tuple(_goal(goal, caps) for goal in exercise.goals)
    hours = _number(exercise.hours)
    return replace(exercise, id=printable(exercise.id), title=printable(exercise.title), hours=hours, goals=goals)


def _goal(goal: GoalResult, caps: Caps) -> GoalResult:
    return replace(
        goal,
        id=printable(goal.id),
        title=printable(goal.title),
        summary=printable(goal.summary, caps.text),
        remedy=printable(goal.remedy, caps.text),
        hints=tuple(printable(hint) for hint in goal.hints),
        docs=printable(goal.docs),
        checks=tuple(_check(check, caps) for check in goal.checks),
    )


def _check(check: CheckResult, caps: Caps) -> CheckResult:
    most = caps.exchanges_of_passed if check.outcome == "passed" else caps.exchanges
    exchanges = check.exchanges[-most:] if most else ()
    return replace(
        check,
        name=printable(check.name),
        says=printable(check.says, caps.text),
        message=printable(check.message, caps.text),
        expected=printable(check.expected, caps.text),
        got=printable(check.got, caps.text),
        duration_s=_number(check.duration_s),
        exchanges=tuple(_exchange(exchange, caps) for exchange in exchanges),
        log=printable_end(check.log, caps.log),
        error_at=printable(check.error_at, caps.text),
        picture=check.picture if len(check.picture) <= caps.picture else "",
        measures=tuple(_measure(measure) for measure in check.measures),
    )


def _measure(measure: Measure) -> Measure:
    name, unit = printable(measure.name, 100), printable(measure.unit, 40)
    return Measure(name, _number(measure.value), unit, tuple(map(_number, measure.series)))


def _exchange(exchange: Exchange, caps: Caps) -> Exchange:
    request = replace(
        exchange.request,
        method=printable(exchange.request.method, 64),
        path=printable(exchange.request.path, caps.text),
        headers=_headers(exchange.request.headers, caps),
        body=printable(exchange.request.body, caps.body),
    )
    response = exchange.response
    if response is not None:
        headers = _headers(response.headers, caps)
        response = replace(response, headers=headers, body=printable(response.body, caps.body))
    return Exchange(request, printable(exchange.curl, caps.curl), response, printable(exchange.error, caps.text))


def _headers(headers: dict[str, str], caps: Caps) -> dict[str, str]:
    kept = list(headers.items())[:_MOST_HEADERS]
    return {printable(name, 256): printable(value, min(caps.text, 1024)) for name, value in kept}


def _number(number: float) -> float:
    return number if math.isfinite(number) else 0.0
