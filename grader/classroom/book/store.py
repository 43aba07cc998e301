"""The way to the database: connections, transactions, and what went wrong in words.

Two runs may write at once. SQLite gets `BEGIN IMMEDIATE` for each change, and waits for another's: with its plain
`BEGIN` two readers that both go on to write would be refused. It keeps its usual journal, not a write-ahead log: a book
stays one file, which can be copied, and which may lie on a network's drive. What has to look before it writes is alone
on a PostgreSQL server by an advisory lock.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from grader.classroom.book.places import FORMS, Place
from grader.errors import GraderError, MachineError, UsageError
from grader.printable import one_line

PATIENCE = 30  # seconds for another's change to an SQLite file
CONNECTING = 10  # seconds for a server to answer
LOCK = 7_204_139_518  # any number that no other program takes for an advisory lock


@dataclass(frozen=True)
class Store:
    """A database and its name. Connections are made anew for each use: none goes stale in a run of hours."""

    place: Place
    engine: sa.Engine

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        with self.told(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, *, alone: bool = False) -> Iterator[sa.Connection]:
        """A change, whole or not at all. `alone`: nobody else looks or writes in the same way meanwhile."""
        with self.told(), self.engine.begin() as connection:
            if self.place.file is not None:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            elif alone:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
            yield connection

    def insert(self, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
        """An insertion that can say what to do where the key is there already."""
        return postgresql.insert(table) if self.place.file is None else sqlite.insert(table)

    @contextmanager
    def told(self) -> Iterator[None]:
        """What the database refuses becomes an error of ours."""
        try:
            yield
        except sa.exc.DBAPIError as error:
            raise _fault(self.place, str(error.orig)) from error

    def close(self) -> None:
        self.engine.dispose()


def connect(place: Place) -> Store:
    """Nothing is opened yet. Raises MachineError where PostgreSQL's library is missing."""
    options: dict[str, Any] = {"poolclass": sa.NullPool}
    if place.file is not None:
        options["connect_args"] = {"timeout": PATIENCE}
    elif "connect_timeout" not in place.url.query:
        options["connect_args"] = {"connect_timeout": CONNECTING}
    try:
        engine = sa.create_engine(place.url, **options)
    except ImportError as error:
        message = "A gradebook on PostgreSQL needs the library psycopg, which is not installed."
        raise MachineError(message, "pip install 'backend-week[services]'") from error
    sa.event.listen(engine, "connect", _greet_server if place.file is None else _greet_file)
    return Store(place, engine)


def _greet_file(connection: Any, _: object) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself: `writing` does
    connection.execute("PRAGMA foreign_keys = ON")


def _greet_server(connection: Any, _: object) -> None:
    connection.execute("SET TIME ZONE 'UTC'")  # else a moment near year 1 or 9999 may not fit
    connection.commit()


def _fault(place: Place, said: str) -> GraderError:
    """What the database said, by whose fault it is."""
    reason = one_line(place.masked(said), 300)
    if "file is not a database" in reason:
        return UsageError(f"{place.name} is no gradebook: it is not a file of SQLite", FORMS)
    if "is locked" in reason:
        message = f"another program holds the gradebook {place.name}: it was busy for {PATIENCE} seconds"
        return MachineError(message, "End that program, or try again when it is done.")
    if "disk is full" in reason or "No space left" in reason:
        return MachineError(f"the disk of the gradebook {place.name} is full", "Free some space, then try again.")
    if "readonly" in reason or "unable to open" in reason:
        message = f"the gradebook {place.name} can't be opened or written: {reason}"
        return MachineError(message, "Look at the rights of the file and of its folder.")
    if place.file is None:
        remedy = "Does the server run, and are its address, user, password and database right?"
        return MachineError(f"the gradebook's server gave no service for {place.name}: {reason}", remedy)
    remedy = "What was kept is as it was. If it says that again, go back to a copy of the file."
    return MachineError(f"the gradebook {place.name} can't be used: {reason}", remedy)
