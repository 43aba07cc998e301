"""The report as one page: no scripts, nothing loaded from elsewhere. `templates/report.html` lays it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from grader import __version__
from grader.outcomes import CheckResult, ExerciseResult, GoalResult, Report
from grader.pages import render_html
from grader.reporters.cleaning import LESS_AND_LESS, Caps, utf8_size, within
from grader.reporters.figures import plots, said
from grader.reporters.summary import (
    RUNNERS,
    answer,
    bonus_passed,
    counted,
    counted_all,
    day_number,
    goals_that_are,
    not_started,
    percent,
    short,
    state,
    telling,
    waits_for,
    why,
)

MOST_BYTES = 4 * 1024 * 1024
_LEVELS = (Caps(log=6000, exchanges=3, exchanges_of_passed=1), *LESS_AND_LESS[2:])
_WORDS = {
    "passed": "passed",
    "failed": "missed",
    "waiting": "waiting",
    "unavailable": "not checked",
    "inapplicable": "does not count",
}
_ORDER = ("failed", "waiting", "unavailable", "inapplicable", "passed")


@dataclass(frozen=True)
class Card:
    """An exercise as the page shows it."""

    name: str
    title: str
    note: str
    count: str
    share: int
    dots: list[tuple[str, str]]
    goals: list[dict[str, Any]]


def render(report: Report) -> str:
    """One self-contained page of at most 4 MiB."""
    return within(MOST_BYTES, report, _page, utf8_size, _LEVELS)


def _page(report: Report, _: bool) -> str:
    misses = goals_that_are(report, "failed")
    passed, of = counted_all(report)
    number = day_number(report)
    return render_html(
        "report.html",
        report=report,
        eyebrow=f"Day {number}" if number else report.day,
        title=report.title or report.day,
        facts=_facts(report),
        passed=passed,
        of=of,
        bonus=bonus_passed(report),
        percent=percent(report.score),
        ring=min(100, percent(report.score)),
        cards=[_card(e, misses) for e in report.exercises if any(state(g) != "excluded" for g in e.goals)],
        first=_anchor(misses[0]) if misses else "",
        first_name=short(misses[0].id) if misses else "",
        misses=len(misses),
        unavailable=len(goals_that_are(report, "unavailable")),
        version=__version__,
    )


def _facts(report: Report) -> list[tuple[str, str]]:
    """What ran: pairs of a label and a value."""
    facts = [
        ("Track", f"{report.track} {RUNNERS.get(report.runner, report.runner)}".strip()),
        ("Database", report.database if report.database not in ("", "none") else "none"),
        ("Seed", str(report.seed)),
        ("Started", report.started_at.replace("T", " ").replace("Z", " UTC")),
        ("Took", f"{report.duration_s:.1f} s"),
    ]
    return facts + [(key[:1].upper() + key[1:], value) for key, value in report.facts.items()]


def _card(exercise: ExerciseResult, misses: list[GoalResult]) -> Card:
    passed, of = counted(exercise)
    started = not not_started(exercise)
    goals = [goal for goal in exercise.goals if state(goal) != "excluded"]
    hours = f"{exercise.hours:g} {'hour' if exercise.hours == 1 else 'hours'}"
    notes = [hours, *(["bonus"] if exercise.bonus else []), *([] if started else ["not started"])]
    return Card(
        name=short(exercise.id),
        title=exercise.title,
        note=" · ".join(notes),
        count=f"{passed} of {of}" if exercise.counts else "not checked",
        share=100 * passed // of if of else 0,
        dots=[(state(goal), f"{short(goal.id)}: {_WORDS[state(goal)]}") for goal in goals],
        goals=[
            _goal(goal, _measured(goal) or (state(goal) == "failed" and (started or goal is misses[0])))
            for goal in sorted(goals, key=lambda goal: _ORDER.index(state(goal)))
        ],
    )


def _measured(goal: GoalResult) -> bool:
    """Whether it has figures: who asked for them shall not have to look for them."""
    return any(check.measures for check in goal.checks)


def _goal(goal: GoalResult, opened: bool) -> dict[str, Any]:
    """A goal as the page shows it; `opened` unfolds it."""
    kind = state(goal)
    lines = {"failed": why(goal), "waiting": waits_for(goal), "unavailable": goal.summary, "inapplicable": goal.summary}
    return {
        "anchor": _anchor(goal),
        "state": kind,
        "word": _WORDS[kind],
        "name": short(goal.id).rpartition(".")[2],
        "title": goal.title,
        "line": lines.get(kind, ""),
        "remedy": goal.remedy,
        "bonus": goal.bonus,
        "opened": opened,
        "hints": [_ticked(hint) for hint in goal.hints[:1]] if kind == "failed" else [],
        "of_hints": len(goal.hints),
        "docs": goal.docs if kind == "failed" and goal.docs.startswith("https://") else "",
        "checks": [_check(check) for check in goal.checks],
    }


def _check(check: CheckResult) -> dict[str, Any]:
    exchange = telling(check)
    answered = answer(exchange) if exchange else ""
    return {
        "state": "passed" if check.outcome == "passed" else "failed",
        "says": check.says or check.name.replace("_", " "),
        "message": check.message,
        "expected": check.expected,
        "got": check.got or ("" if check.message and not check.expected else answered),
        "curl": exchange.curl if exchange else "",
        "answered": answered,
        "body": exchange.response.body if exchange and exchange.response else "",
        "error_at": check.error_at,
        "log": check.log,
        "figures": [said(measure) for measure in check.measures],
        "plots": plots(check.measures),
        "picture": check.picture,
    }


def _ticked(text: str) -> list[tuple[bool, str]]:
    """A text in pieces: whether each is code, as in `so`, and its words."""
    pieces = text.split("`")
    return [(number % 2 == 1 and number < len(pieces) - 1, piece) for number, piece in enumerate(pieces) if piece]


def _anchor(goal: GoalResult) -> str:
    """An id that is safe in an address."""
    return "goal-" + "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in short(goal.id))
