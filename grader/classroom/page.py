"""The class as one page: no scripts, nothing loaded from elsewhere. `templates/class.html` lays it out.

All that comes out of the gradebook is made printable here, and escaped there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from grader import __version__
from grader.classroom import page_map
from grader.classroom.failures import Failure
from grader.classroom.heatmap import Share
from grader.classroom.standing import BINS, Standing
from grader.classroom.stuck import RULE, Stuck
from grader.classroom.wording import counted, lasted, name, percent, said, spelled
from grader.pages import render_html
from grader.printable import one_line

MOST_HARDEST = 8
MOST_FAILURES = 8
MOST_STUCK = 12
MOST_NAMES = 24  # that stand open; all others are behind a click
WIDTH, HEIGHT = 340, 96  # of the histogram; about a phone's width, so that its words stay readable there


def render(days: Sequence[Standing], made: date, *, anonymous: bool = False) -> str:
    """The page's text. `anonymous` only says so on it: who is left out is `nameless`'s to do."""
    return render_html(
        "class.html",
        made=spelled(made),
        anonymous=anonymous,
        days=[_day(day) for day in days],
        rule=RULE,
        width=WIDTH,
        height=HEIGHT,
        version=__version__,
    )


def _day(day: Standing) -> dict[str, Any]:
    """A day as the page shows it."""
    mixed = 0 < day.official < day.graded
    several = len(day.groups) > 1
    return {
        "id": one_line(day.day.id, 40),
        "title": one_line(day.day.title, 80) if day.day.title != day.day.id else "",
        "graded": day.graded,
        "enrolled": day.enrolled,
        "tiles": [
            (str(len(day.missing)), "missing"),
            (str(len(day.late)), "late"),
            (str(len(day.stuck)), "stuck"),
            (f"{percent(day.median)} %" if day.median is not None else "–", "median score"),
        ],
        "kinds": " ".join(filter(None, [_kinds(day), _left_out(day)])),
        "bars": _bars(day.scores),
        "bars_say": _bars_say(day),
        "hardest": [_hardest(share) for share in day.hardest[:MOST_HARDEST]],
        "maps": [page_map.view(group, mixed=mixed, titled=several or bool(group.project)) for group in day.groups],
        "failures": [_failure(failure) for failure in day.failures[:MOST_FAILURES]],
        "more_failures": max(0, len(day.failures) - MOST_FAILURES),
        "stuck": [_stuck(one) for one in day.stuck[:MOST_STUCK]],
        "more_stuck": [_stuck(one) for one in day.stuck[MOST_STUCK:]],
        "missing": _names(day.missing),
        "late": _names([f"{name(one.learner)} ({lasted(one.late_s)})" for one in day.late]),
    }


def _kinds(day: Standing) -> str:
    """Whether these are grades or practice."""
    if not day.graded:
        return "Nothing is graded yet."
    if day.official in (0, day.graded):
        return "All grades are official." if day.official else "All grades are practice: none is official."
    return f"{counted(day.official, 'grade')} official, {day.graded - day.official} practice."


def _left_out(day: Standing) -> str:
    """How much of the day is not on the page: what is missing must not be taken for forgotten."""
    if not day.left_out:
        return ""
    them = "it does not count, and is not shown" if day.left_out == 1 else "they do not count, and are not shown"
    return f"The teacher left out {counted(day.left_out, 'goal')}: {them}."


def _bars(scores: Sequence[int]) -> list[dict[str, Any]]:
    """The histogram's columns."""
    most, step = max(1, *scores), WIDTH / BINS
    bars = []
    for number, many in enumerate(scores):
        height = HEIGHT * many / most
        says = f"{counted(many, 'learner')} {_bin(number)}"
        place = {"x": round(number * step + 2, 1), "y": round(HEIGHT - height, 1), "width": round(step - 4, 1)}
        words = {"many": many, "says": says, "label": f"{10 * number}", "middle": round((number + 0.5) * step, 1)}
        bars.append({**place, **words, "height": round(height, 1)})
    return bars


def _bin(number: int) -> str:
    return "at 100 % or more" if number == BINS - 1 else f"from {10 * number} to below {10 * number + 10} %"


def _bars_say(day: Standing) -> str:
    """The histogram in a sentence."""
    parts = [f"{many} {_bin(number)}" for number, many in enumerate(day.scores) if many]
    return f"Learners by score: {', '.join(parts)}" if parts else "Nobody has a score yet"


def _hardest(share: Share) -> dict[str, Any]:
    waiting = share.of - share.tried
    tried = f", {waiting} not tried: another goal failed first" if waiting else ""
    return {
        "id": one_line(share.column.id, 80),
        "title": one_line(share.column.title, 160),
        "percent": percent(share.share),
        "says": f"{share.passed} of {share.of} passed{tried}",
    }


def _failure(failure: Failure) -> dict[str, Any]:
    return {
        "goal": one_line(failure.goal, 80) or "did not start",
        "many": len(failure.learners),
        "example": said(failure.example),
        "who": _names(failure.learners),
    }


def _stuck(one: Stuck) -> dict[str, str]:
    return {"name": name(one.learner), "why": one.why, "problem": said(one.problem)}


def _names(learners: Sequence[str]) -> dict[str, Any]:
    """Names: the first ones, and all of them where those are more."""
    shown = [name(learner) for learner in learners]
    return {"many": len(shown), "first": shown[:MOST_NAMES], "rest": shown[MOST_NAMES:]}
