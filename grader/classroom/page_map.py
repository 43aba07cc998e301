"""A heatmap as the page draws it: a table with a letter as the class of each cell, so that 200 000 of them stay small.

A sign stands in each cell beside its colour, and each row says itself in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from grader.classroom.heatmap import DISPUTED, Column, Group, Row, Share
from grader.classroom.wording import counted, name, percent, said
from grader.printable import one_line

OPEN = 100  # rows that stand open
PART = 250  # rows behind each click
MOST_TOLD = 10_000  # cells up to which one that failed says why when it is pointed at
LETTER = {
    "passed": "p", "failed": "f", DISPUTED: "d", "needs": "w", "unavailable": "u", "inapplicable": "i", "excluded": "x",
}  # fmt: skip
NOT_JUDGED = {
    "refused": "could not be taken",
    "not-startable": "could not be started",
    "graded": "no goal that counts was judged",
}
SIGN = {"p": "✓", "f": "✕", "d": "≠", "w": "…", "u": "?", "i": "○", "x": "–"}
WORDS = {
    "p": "passed",
    "f": "failed",
    "d": "failed: two seeds did not agree",
    "w": "not tried: another goal failed first",
    "u": "could not be checked",
    "i": "done in another way",
    "x": "not asked for",
}


def view(group: Group, *, mixed: bool, titled: bool) -> dict[str, Any]:
    """A map for the template. `mixed`: some of the day's grades are official; `titled`: it is one of several."""
    starts = [number == 0 or column.exercise != group.columns[number - 1].exercise
              for number, column in enumerate(group.columns)]  # fmt: skip
    tells = len(group.rows) * len(group.columns) <= MOST_TOLD
    rows = [_row(row, group.columns, starts, tells, mixed) for row in group.rows]
    title = one_line(group.title, 80) or "Project not known"
    return {
        "title": title if titled else "",
        "exercises": [
            {"title": "" if titled else one_line(heading, 80), "span": len(list(columns))}
            for (_, heading), columns in groupby(group.columns, key=lambda column: (column.exercise, column.heading))
        ],
        "goals": [_goal(*each) for each in zip(group.shares, starts, strict=True)],
        "notes": any(row["notes"] for row in rows),
        "span": len(group.columns),
        "open": rows[:OPEN],
        "parts": list(_parts(rows)),
        "many": len(rows),
        "tells": tells and any(why for row in rows for _, _, why in row["cells"]),
        "legend": _legend(rows),
    }


def _legend(rows: Sequence[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """The signs that occur, each with its words."""
    seen = {kind[0] for row in rows for kind, _, _ in row["cells"]}
    return [(letter, SIGN[letter], words) for letter, words in WORDS.items() if letter in seen]


def _parts(rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What is behind clicks: the rows, and which they are."""
    for first in range(OPEN, len(rows), PART):
        part = rows[first : first + PART]
        yield {"rows": part, "says": f"Rows {first + 1} to {first + len(part)}"}


def _goal(share: Share, start: bool) -> dict[str, Any]:
    """A column's head: its name, and how many of a hundred passed."""
    column = share.column
    return {
        "name": one_line(column.name, 24),
        "title": f"{one_line(column.id, 80)}: {one_line(column.title, 160)}",
        "bonus": column.bonus,
        "percent": percent(share.share) if share.of else "",
        "start": start,
    }


def _row(row: Row, columns: Sequence[Column], starts: Sequence[bool], tells: bool, mixed: bool) -> dict[str, Any]:
    learner = name(row.counted.learner)
    notes = ["late"] if row.counted.late_s > 0 else []
    notes += ["official"] if mixed and row.grade.official else []
    shown = {"name": learner, "score": percent(row.counted.score), "notes": ", ".join(notes)}
    if not row.cells:
        what = NOT_JUDGED[row.grade.status]
        why = f"{what}: {said(row.grade.problem)}" if row.grade.problem else what
        return {**shown, "says": f"{learner}: {what}", "why": why, "passed": "–", "cells": []}
    cells = []
    for column, became, start in zip(columns, row.cells, starts, strict=True):
        letter = LETTER.get(became, "x")
        miss = row.grade.misses.get(column.id, "") if tells and letter in "fd" else ""
        cells.append(
            (
                letter + " g" if start else letter,
                SIGN[letter],
                f"{one_line(column.name, 24)}: {said(miss)}" if miss else "",
            )
        )
    extra = f" + {row.bonus}" if row.bonus else ""
    says = f"{learner}: {row.passed} of {counted(row.of, 'goal')}" + (f", {row.bonus} bonus" if row.bonus else "")
    return {**shown, "says": says, "why": "", "passed": f"{row.passed}/{row.of}{extra}", "cells": cells}
