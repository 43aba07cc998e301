"""Brings a gradebook of an older release up to date, a step a version.

The steps are frozen: each says in SQL of its own what a version had, since `tables` has what is there today. They run
in the transaction of whoever opens the book, so a book is of its old version, whole, or of today's.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping

import sqlalchemy as sa

from grader.classroom.book.tables import VERSION

# What told a book before there was a table that says so.
FIRST: Mapping[str, frozenset[str]] = {
    "runs": frozenset({"id", "day", "checks", "seed", "again"}),
    "grades": frozenset({"id", "run", "learner", "day", "submission", "checks", "seed", "score"}),
    "enrolled": frozenset({"day", "learner"}),
}


def is_first(inspector: sa.Inspector, tables: Collection[str]) -> bool:
    """Whether these are the tables of version 0, which did not say its version. Others may lie beside them."""
    return FIRST.keys() <= set(tables) and all(
        columns <= {column["name"] for column in inspector.get_columns(table)} for table, columns in FIRST.items()
    )


def upgrade(connection: sa.Connection, version: int) -> None:
    """From that version to today's; nothing where it is today's. In a transaction of the caller's."""
    for step in STEPS[version:VERSION]:
        step(connection)
    connection.execute(sa.text("UPDATE book SET value = :version WHERE key = 'version'"), {"version": str(VERSION)})


def _that_it_is_a_book(connection: sa.Connection) -> None:
    """Version 1 says its version, and has the secret from which pseudonyms are made."""
    connection.execute(sa.text("CREATE TABLE book (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)"))
    said = [{"key": "version", "value": "1"}, {"key": "secret", "value": secrets.token_hex(32)}]
    connection.execute(sa.text("INSERT INTO book (key, value) VALUES (:key, :value)"), said)


# The step at 0 leads to version 1, and so on.
STEPS: tuple[Callable[[sa.Connection], None], ...] = (_that_it_is_a_book,)
