"""The report for programs: version 1, as described in `report.schema.json`. Fields may be added, never changed."""

from __future__ import annotations

import json

from grader import __version__
from grader.outcomes import CheckResult, Exchange, ExerciseResult, GoalResult, Report
from grader.reporters.cleaning import within

MOST_BYTES = 2 * 1024 * 1024
_BODY = 4 * 1024
_LOG = 16 * 1024


def render(report: Report) -> str:
    """ASCII only, no NaN, at most 2 MiB."""
    return within(MOST_BYTES, report, _text, len)


def _text(report: Report, shortened: bool) -> str:
    data = _report(report) | {"shortened": shortened}
    return json.dumps(data, indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def _report(report: Report) -> dict[str, object]:
    whose = {"fault": report.fault} if report.status != "graded" and report.fault else {}
    return {
        "version": 1,
        "grader": __version__,
        "day": report.day,
        "title": report.title,
        "track": report.track,
        "runner": report.runner,
        "database": report.database,
        "seed": report.seed,
        "started_at": report.started_at,
        "duration_s": report.duration_s,
        "status": report.status,
        **whose,
        "problem": report.problem,
        "remedy": report.remedy,
        "log": _last_bytes(report.log, _LOG),
        "notices": list(report.notices),
        "facts": dict(report.facts),
        "score": round(report.score, 4),
        "passed": report.passed,
        "complete": report.complete or not report.passed,
        "exercises": [_exercise(exercise) for exercise in report.exercises],
    }


def _exercise(exercise: ExerciseResult) -> dict[str, object]:
    return {
        "id": exercise.id,
        "title": exercise.title,
        "hours": exercise.hours,
        "bonus": exercise.bonus,
        "score": round(exercise.score, 4),
        "goals": [_goal(goal) for goal in exercise.goals],
    }


def _goal(goal: GoalResult) -> dict[str, object]:
    return {
        "id": goal.id,
        "title": goal.title,
        "bonus": goal.bonus,
        "outcome": goal.outcome,
        "reason": goal.reason,
        "summary": goal.summary,
        "remedy": goal.remedy,
        "hint": goal.hints[0] if goal.hints else "",
        "hints": list(goal.hints),
        "checks": [_check(check) for check in goal.checks],
    }


def _check(check: CheckResult) -> dict[str, object]:
    shown = {"screenshot": check.picture} if check.picture else {}
    return {
        "name": check.name,
        "outcome": check.outcome,
        "reason": check.reason,
        "duration_s": check.duration_s,
        "says": check.says,
        "message": check.message,
        "expected": check.expected,
        "got": check.got,
        "error_at": check.error_at,
        "exchanges": [_exchange(exchange) for exchange in check.exchanges],
        "log": _last_bytes(check.log, _LOG),
        "measures": [{"name": m.name, "value": round(m.value, 4), "unit": m.unit} for m in check.measures],
        **shown,
    }


def _exchange(exchange: Exchange) -> dict[str, object]:
    request, response = exchange.request, exchange.response
    return {
        "request": {
            "method": request.method,
            "path": request.path,
            "headers": request.headers,
            "body": _first_bytes(request.body, _BODY),
        },
        "response": response
        and {
            "status": response.status,
            "headers": response.headers,
            "body": _first_bytes(response.body, _BODY),
            "size": response.size,
        },
        "error": exchange.error,
        "curl": exchange.curl,
    }


def _first_bytes(text: str, most: int) -> str:
    """The same text where it takes no more bytes, else its start."""
    data = text.encode()
    return text if len(data) <= most else data[: most - 3].decode(errors="ignore") + "…"


def _last_bytes(text: str, most: int) -> str:
    """The same text where it takes no more bytes, else its end."""
    data = text.encode()
    return text if len(data) <= most else "…" + data[3 - most :].decode(errors="ignore")
