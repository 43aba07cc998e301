"""The gradebook's tables, and the kinds of value in them, each of which comes back exactly as it went in.

Texts may be anything, since a miss can quote whatever an app answered: what the servers can't keep (NUL, which
PostgreSQL refuses, and lone halves of surrogate pairs) is written as `\\x1a` and four digits. Mappings and lists are
JSON in a text column, for PostgreSQL's own JSON types refuse the same.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

VERSION = 1  # of what follows: who changes a table raises it, and adds the way to it in `upgrading`
_UNKEPT = re.compile("[\x00\x1a\ud800-\udfff]")
_WRITTEN = re.compile("\x1a([0-9a-f]{4})")


def written(text: str) -> str:
    """A text as the database has it."""
    return _UNKEPT.sub(lambda match: f"\x1a{ord(match[0]):04x}", text)


def read(text: str) -> str:
    """The text that was written so."""
    return _WRITTEN.sub(lambda match: chr(int(match[1], 16)), text)


class Words(sa.TypeDecorator[str]):
    """Any text."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else written(value)

    def process_result_value(self, value: Any | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else read(value)


class Data(sa.TypeDecorator[Any]):
    """A mapping or a list of texts."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str:
        return written(json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False))

    def process_result_value(self, value: Any | None, dialect: sa.Dialect) -> Any:
        return json.loads(read(value or ""))


class Moment(sa.TypeDecorator[datetime]):
    """A moment of a known zone, to the microsecond; it comes back in UTC. SQLite keeps it without the zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value} is of no known zone")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        found: datetime = value
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _column(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


METADATA = sa.MetaData()

# What the book says of itself: `version`, and `secret`, from which pseudonyms are made.
BOOK = sa.Table("book", METADATA, sa.Column("key", sa.Text, primary_key=True), _column("value", sa.Text))

RUNS = sa.Table(
    "runs",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    _column("day", Words),
    _column("checks", Words),
    _column("seed", sa.BigInteger),
    _column("again", sa.Boolean),
    _column("began_at", Moment),
    sa.Column("ended_at", Moment),
    sqlite_autoincrement=True,  # a number is never given twice
)

KEY = ("learner", "day", "submission", "checks", "seed", "official")  # no official grade is lost to one of practice
GRADES = sa.Table(
    "grades",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("run", sa.ForeignKey(RUNS.c.id), nullable=False),
    *(_column(name, Words) for name in ("learner", "day", "submission", "checks")),
    _column("seed", sa.BigInteger),
    _column("status", Words),
    _column("graded_at", Moment),
    _column("submitted_at", Moment),
    _column("score", sa.Double),
    _column("passed", sa.Boolean),
    _column("complete", sa.Boolean),
    _column("goals", Data),
    _column("misses", Data),
    *(_column(name, Words) for name in ("problem", "track", "database", "runner", "grader", "host", "commit")),
    _column("duration_s", sa.Double),
    _column("official", sa.Boolean),
    _column("disputed", Data),
    _column("signature", Words),
    sa.UniqueConstraint(*KEY, name="one_grade"),
    sa.Index("grades_by_day", "day", "checks"),
)

ENROLLED = sa.Table(
    "enrolled",
    METADATA,
    sa.Column("day", Words, primary_key=True),
    sa.Column("learner", Words, primary_key=True),
    _column("email", Words),
    sa.Column("deadline", Moment),
)
