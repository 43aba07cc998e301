"""The roster: a CSV with a line a learner. What is wrong with it is said at once, all of it, with its lines.

Columns: `learner` and `source`; optional are `commit`, `email`, `deadline`, `submitted` and `day`, by which one roster
serves the whole week. A moment is ISO 8601; without a zone it is this machine's time, and a date alone is that day's
end. Who a learner is, and by when work was due, is told here alone and never by what was handed in.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from grader.classroom.records import Learner
from grader.errors import UsageError
from grader.printable import one_line

REQUIRED = ("learner", "source")
OPTIONAL = ("commit", "email", "deadline", "submitted", "day")
LARGEST = 16 << 20  # bytes
LONGEST = 200  # signs of a learner's name
MOST_SHOWN = 10
REVISION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/+-]{0,199}")
REMOTE = re.compile(r"[a-z][a-z0-9+.-]*://|[\w.-]+@[\w.-]+:(?!//)", re.IGNORECASE)
EXAMPLE = "Its first line reads: learner,source   and below it: ada,handed-in/ada.zip"


def read_roster(path: Path, day: str) -> list[Learner]:
    """The learners of a day, in the roster's order. Raises UsageError with every line that is wrong."""
    rows = _rows(path)
    found, wrong = [], []
    for number, row in rows:
        if row.get("day") and row["day"] != day:
            continue
        complaint = _complaint(row)
        if complaint:
            wrong.append(f"line {number}: {complaint}")
        else:
            found.append(_learner(row, number, path.parent))
    wrong += _twice(found)
    if wrong:
        more = f"\n… and {len(wrong) - MOST_SHOWN} more" if len(wrong) > MOST_SHOWN else ""
        raise UsageError(f"{one_line(path.name)} has mistakes", "\n".join(wrong[:MOST_SHOWN]) + more)
    if not found:
        raise UsageError(f"{one_line(path.name)} names no learner of {day}", EXAMPLE)
    return found


def is_remote(source: str) -> bool:
    """Whether it is a Git URL: `https://…`, `ssh://…`, `file://…`, `git@host:path`."""
    return REMOTE.match(source) is not None


def moment(text: str) -> datetime.datetime:
    """A moment in UTC. Raises ValueError for what is none."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        text = f"{text}T23:59:59"
    found = datetime.datetime.fromisoformat(text.replace(" ", "T", 1))
    if not 2000 <= found.year <= 2999:
        raise ValueError(text)
    return found.astimezone(datetime.UTC)


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each line that is not empty, by its columns' names in small letters, with its number."""
    text = _text(path)
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)  # a spreadsheet writes `;` where the comma is the decimal sign
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        columns = [name.strip().lower() for name in next(reader, [])]
        _check(path, columns)
        rows = []
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((reader.line_num, _by_name(columns, cells)))
    except csv.Error as error:
        raise UsageError(f"{one_line(path.name)}, line {reader.line_num}: {error}", EXAMPLE) from error
    return iter(rows)


def _by_name(columns: list[str], cells: list[str]) -> dict[str, str]:
    row = {name: cell.strip() for name, cell in zip(columns, cells, strict=False)}
    return row | ({"": "more"} if any(cell.strip() for cell in cells[len(columns) :]) else {})


def _text(path: Path) -> str:
    name = one_line(path.name)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise UsageError(f"the roster {name} can't be read: {error.strerror}", EXAMPLE) from error
    if len(data) > LARGEST:
        raise UsageError(f"the roster {name} is larger than {LARGEST >> 20} MiB", EXAMPLE)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{name}, line {line}: not UTF-8 text", "Save it as CSV in UTF-8.") from error


def _check(path: Path, columns: list[str]) -> None:
    name = one_line(path.name)
    missing = [column for column in REQUIRED if column not in columns]
    if missing:
        raise UsageError(f"{name} has no column called '{missing[0]}'", EXAMPLE)
    twice = [column for column in columns if column and columns.count(column) > 1]
    if twice:
        raise UsageError(f"{name} has two columns called '{one_line(twice[0], 40)}'", "Leave one of them out.")


def _complaint(row: Mapping[str, str]) -> str:
    """What is wrong with a line, or nothing."""
    if "" in row:
        return "it has more cells than the first line has columns"
    for column in REQUIRED:
        if not row.get(column):
            return f"no {column}"
    odd = next((column for column, text in row.items() if any(unicodedata.category(sign) == "Cc" for sign in text)), "")
    if odd:
        return f"a control character in {odd}"
    if len(row["learner"]) > LONGEST:
        return f"a learner's name has more than {LONGEST} signs"
    return _odd_moment(row) or _odd_commit(row)


def _odd_moment(row: Mapping[str, str]) -> str:
    for column in ("deadline", "submitted"):
        try:
            if row.get(column):
                moment(row[column])
        except (ValueError, OverflowError):
            return f"{column} '{one_line(row[column], 40)}' is no moment such as 2026-11-30T18:00+01:00"
    return ""


def _odd_commit(row: Mapping[str, str]) -> str:
    commit = row.get("commit", "")
    if commit and not is_remote(row["source"]):
        return "a commit, but the source is no Git URL"
    if commit and (not REVISION.fullmatch(commit) or ".." in commit):
        return f"'{one_line(commit, 40)}' is no commit, branch or tag"
    return ""


def _learner(row: Mapping[str, str], number: int, folder: Path) -> Learner:
    source = row["source"]
    moments = {name: moment(row[name]) for name in ("deadline", "submitted") if row.get(name)}
    return Learner(
        id=unicodedata.normalize("NFC", row["learner"]),
        source=source if is_remote(source) else str(folder.joinpath(source).absolute()),
        commit=row.get("commit", ""),
        email=row.get("email", ""),
        line=number,
        **moments,
    )


def _twice(found: list[Learner]) -> list[str]:
    """Learners who are named more than once: whose grade would it be?"""
    first: dict[str, int] = {}
    wrong = []
    for learner in found:
        if learner.id in first:
            wrong.append(f"line {learner.line}: {one_line(learner.id, 40)} is in line {first[learner.id]} already")
        first.setdefault(learner.id, learner.line)
    return wrong
