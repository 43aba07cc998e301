"""Where a gradebook is: a file, or a PostgreSQL server. No message says a password."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from grader.errors import UsageError
from grader.printable import one_line

SERVERS = ("postgresql", "postgres", "postgresql+psycopg")
FORMS = "Name a file (grades.db), sqlite:///grades.db or postgresql://user@host/database."
SIGNS = "In a user's name or a password, / is written %2F, : is %3A, @ is %40 and % is %25."


@dataclass(frozen=True)
class Place:
    """A gradebook's place. `name` is for messages; `file` is None for a server."""

    url: sa.URL
    name: str
    file: Path | None

    def masked(self, text: str) -> str:
        """A text in which the password is not to be read."""
        said = [self.url.password, *(value for key, value in self.url.query.items() if "password" in key.lower())]
        for password in filter(None, said):
            text = text.replace(str(password), "***")
        return text


def find(text: str) -> Place:
    """The place that a path or a URL names. Raises UsageError for what is neither, or another kind of database."""
    if "://" not in text:
        return _file(text)
    try:
        url = sa.make_url(text)
    except (sa.exc.ArgumentError, ValueError):
        raise UsageError("the gradebook's URL can't be read", f"{FORMS}\n{SIGNS}") from None
    if url.drivername in ("sqlite", "sqlite+pysqlite"):
        if url.query or url.host:
            raise UsageError("the URL of an SQLite file has three slashes, and no settings", FORMS)
        return _file(url.database or "")
    if url.drivername not in SERVERS:
        raise UsageError(f"a gradebook can't be kept in '{one_line(url.drivername, 40)}'", FORMS)
    if "@" in (url.host or ""):  # the rest of a password that has one
        raise UsageError("the gradebook's URL can't be read", f"{FORMS}\n{SIGNS}")
    if not url.database:
        raise UsageError("the gradebook's URL names no database", FORMS)
    name = f"{url.database} on {url.host or 'this machine'}"
    return Place(url.set(drivername="postgresql+psycopg"), one_line(name, 200), None)


def _file(text: str) -> Place:
    if not text or "\0" in text or text == ":memory:":
        raise UsageError("a gradebook is kept in a file", FORMS)
    return Place(sa.URL.create("sqlite", database=text), one_line(text, 200), Path(text))


def check(place: Place, create: bool) -> None:
    """Raises UsageError where the file can't be one, or is missing and not to be made."""
    if place.file is None:
        return
    try:
        _check(place, place.file, create)
    except (OSError, ValueError) as error:  # a name that is too long, a folder that can't be entered
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{place.name} can't be a gradebook: {reason}", FORMS) from error


def _check(place: Place, file: Path, create: bool) -> None:
    if file.is_dir():
        raise UsageError(f"{place.name} is a folder, not a gradebook", f"Name the file in it: {place.name}/grades.db")
    if not file.parent.is_dir():
        raise UsageError(f"the folder for the gradebook {place.name} does not exist", "Make it, or name another file.")
    if create or file.exists():
        return
    remedy = "Grade something first:  classroom grade class.csv --day day2\nOr name the book with --book."
    raise UsageError(f"there is no gradebook {place.name}", remedy)
