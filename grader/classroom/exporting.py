"""Grades as tables: a plain one, and those that Moodle and Canvas import. Pure; all text passes `printable.cell`.

Percentages are rounded down to two decimals, so that 100.00 means all of it. Moodle and Canvas get at most 100 unless
it is wished otherwise: Moodle gives up a whole import for one grade above its maximum, which is 100 until a site's
administrator allows more (`unlimitedgrades`, `gradepointmax`); Canvas takes more as extra credit.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence

from grader.classroom.export_lines import MISSING, Line
from grader.printable import cell

FORMATS = ("plain", "moodle", "canvas")
PLAIN = (
    "learner", "email", "day", "score_percent", "passed", "late_minutes", "attempts", "status",
    "submitted_at", "deadline", "commit", "problem",
)  # fmt: skip
MARK = "\ufeff"  # for spreadsheets, as in the report's; importers get none: Ruby's reader stumbles over it
NO_GRADE = "-"  # Moodle's own sign for it: of an empty cell it makes a nought where the grade item is a new one
Row = Sequence[str]


def render(kind: str, lines: Sequence[Line], *, above: bool = False) -> str:
    """The lines in one of the `FORMATS`. `above`: Moodle and Canvas get scores above 100 as well."""
    if kind == "plain":
        return MARK + _csv([PLAIN, *map(_plain, lines)])
    return _csv(moodle(lines, above) if kind == "moodle" else canvas(lines, above))


def moodle(lines: Sequence[Line], above: bool) -> list[Row]:
    """A row a learner, a column a day, for Grades › Import › CSV file.

    From Moodle's documentation ("Grade import") and its importer: any columns will do, since the teacher maps them. One
    of them says who it is ("Map from" Username, "Map to" username; or Email address and useremail, letter by letter),
    the others go to grade items or make new ones. A user who is not found ends the whole import. A row that says
    nobody is credited to the one above it, which is why addresses are left out unless everybody has one.
    """
    days, emails = _days(lines), _emails(lines)
    everybody = _by_learner(lines)
    whole = all(emails.get(learner) for learner in everybody)
    head = ["Username", *(["Email address"] if whole else []), *map(column, days)]
    rows = [
        [
            cell(learner),
            *([cell(emails[learner])] if whole else []),
            *(_score(own.get(day), above, NO_GRADE) for day in days),
        ]
        for learner, own in everybody.items()
    ]
    return [head, *rows]


def canvas(lines: Sequence[Line], above: bool) -> list[Row]:
    """A row a learner, a column a day, for Gradebook › Import.

    From Canvas' importer: the first cells of the head must be these, the last of them Section, which may be empty. Who
    it is, it tells by ID (Canvas' own number, which we have not), SIS User ID, SIS Login ID, then by name: a learner's
    name in the roster is to be one of these. A column is an assignment of that very title, or a new one, out of what
    `Points Possible` says in the second row. An empty cell takes away a grade that stands there.
    """
    days = _days(lines)
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *map(column, days)]
    points = ["Points Possible", "", "", "", "", *("100" for _ in days)]
    rows = [
        [name := cell(learner), "", name, name, "", *(_score(own.get(day), above, "") for day in days)]
        for learner, own in _by_learner(lines).items()
    ]
    return [head, points, *rows]


def notices(kind: str, lines: Sequence[Line]) -> list[str]:
    """What a teacher should know before the file is imported."""
    found = []
    everybody, emails = _by_learner(lines), _emails(lines)
    odd = [learner for learner in everybody if cell(learner) != learner]
    if odd:
        lost = "" if kind == "plain" else f", and {kind.capitalize()} will not find them"
        found.append(
            f"{len(odd)} of {len(everybody)} names are written in another way (first {cell(odd[0], 60)}), because a "
            f"spreadsheet would reckon with them or hide a part{lost}"
        )
    without = [learner for learner in everybody if not emails.get(learner)]
    if kind == "moodle" and without and emails:
        found.append(
            f"{len(without)} of {len(everybody)} learners have no e-mail address (first {cell(without[0], 60)}), so "
            "that column is left out: let Moodle find people by Username"
        )
    return found


def column(day: str) -> str:
    """The title of a day's column: `Backend Week: Day 2`."""
    number = day.removeprefix("day")
    return f"Backend Week: Day {number}" if number.isdecimal() else f"Backend Week: {cell(day)}"


def percent(score: float, above: bool = True) -> str:
    """Two decimals, rounded down; `above`: more than 100 where there is a bonus."""
    share = score if above else min(score, 1.0)
    return f"{math.floor(share * 10_000 + 1e-6) / 100:.2f}"


def _plain(line: Line) -> Row:
    graded = line.status != MISSING
    return [
        *(cell(text) for text in (line.learner, line.email, line.day)),
        "" if line.score is None else percent(line.score),
        ("yes" if line.passed else "no") if graded else "",
        str(math.ceil(line.late_s / 60)) if graded else "",
        str(line.attempts),
        *(cell(text) for text in (line.status, line.submitted_at, line.deadline, line.commit, line.problem)),
    ]


def _score(line: Line | None, above: bool, nothing: str) -> str:
    return nothing if line is None or line.score is None else percent(line.score, above)


def _days(lines: Iterable[Line]) -> list[str]:
    return list(dict.fromkeys(line.day for line in lines))


def _by_learner(lines: Iterable[Line]) -> dict[str, dict[str, Line]]:
    found: dict[str, dict[str, Line]] = {}
    for line in sorted(lines, key=lambda line: line.learner):
        found.setdefault(line.learner, {})[line.day] = line
    return found


def _emails(lines: Iterable[Line]) -> Mapping[str, str]:
    """Addresses by learner; the one of the last day, if rosters differ."""
    return {line.learner: line.email for line in lines if line.email}


def _csv(rows: Iterable[Row]) -> str:
    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return file.getvalue()
