"""The class in a terminal: a few lines a day. Pure; what learners wrote comes out printable."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from grader.classroom.heatmap import Share
from grader.classroom.standing import Standing
from grader.classroom.stuck import RULE, Stuck
from grader.classroom.wording import lasted, name, percent, said
from grader.printable import one_line

WIDTH = 80
LONGEST_ITEM = 110  # of a list: a reason that is cut short says little
MOST_GOALS = 3
MOST_STUCK = 10
MOST_NAMES = 10
MOST_OF_COLUMN = 32
LABEL = 11  # columns before what a line says


def lines(days: Sequence[Standing]) -> list[str]:
    """A paragraph a day, then the rule by which somebody is stuck, where somebody is."""
    if not days:
        return ["Nobody is in the gradebook yet. classroom grade class.csv --day day1 begins it."]
    found: list[str] = []
    for day in days:
        found += [*_day(day), ""]
    if any(day.stuck for day in days):
        return [*found, *textwrap.wrap(RULE, WIDTH)]
    return found[:-1]


def _day(day: Standing) -> list[str]:
    id, title = one_line(day.day.id, 40), one_line(day.day.title, 80)
    head = id if title == id else f"{id}  {title}"
    facts = [f"{day.graded} of {day.enrolled}"]
    facts += [f"{day.official} official"] if day.official else ["practice, none is official"] if day.graded else []
    found = [head, *_row("graded", " · ".join(facts))]
    if day.median is not None:
        found += _row("median", f"{percent(day.median)} %")
    found += _row("missing", _names(map(name, day.missing))) if day.missing else []
    late = (f"{name(one.learner)} ({lasted(one.late_s)})" for one in day.late)
    found += _row("late", _names(late)) if day.late else []
    found += _list("hardest", [_goal(share) for share in day.hardest[:MOST_GOALS]])
    stuck = [_stuck(one) for one in day.stuck[:MOST_STUCK]]
    more = len(day.stuck) - MOST_STUCK
    return [*found, *_list("stuck", stuck), *([f"{'':{LABEL}}and {more} more"] if more > 0 else [])]


def _goal(share: Share) -> tuple[str, str]:
    waiting = share.of - share.tried
    tried = f", {waiting} not tried" if waiting else ""
    says = f"{percent(share.share):3} %  {share.passed} of {share.of} passed{tried}"
    return one_line(share.column.id, 40), says


def _stuck(one: Stuck) -> tuple[str, str]:
    return name(one.learner), one.why + (f": {said(one.problem)}" if one.problem else "")


def _names(names: Iterable[str]) -> str:
    """How many, and the first of them."""
    known = list(names)
    more = f", and {len(known) - MOST_NAMES} more" if len(known) > MOST_NAMES else ""
    return f"{len(known)}: {', '.join(known[:MOST_NAMES])}{more}"


def _list(label: str, items: Sequence[tuple[str, str]]) -> list[str]:
    """The label before the first of them; a line each, in two columns, cut where it is too long."""
    width = min(MOST_OF_COLUMN, max((len(first) for first, _ in items), default=0))
    found = []
    for number, (first, second) in enumerate(items):
        head = "" if number else label
        found.append(_fitted(f"  {head:<{LABEL - 2}}{_fitted(first, width):<{width}}  {second}", LONGEST_ITEM))
    return found


def _row(label: str, words: str) -> list[str]:
    """A label and what it says, on as many lines as that takes."""
    first, *more = textwrap.wrap(words, WIDTH - LABEL, break_long_words=True) or [""]
    return [f"  {label:<{LABEL - 2}}{first}", *(f"{'':{LABEL}}{line}" for line in more)]


def _fitted(text: str, room: int) -> str:
    return text if len(text) <= room else text[: max(0, room - 3)].rstrip() + "..."
