"""What can be written into a gradebook and read from it. Nothing that was kept is ever changed or taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

import sqlalchemy as sa

from grader.classroom.book import rows
from grader.classroom.book.store import Store
from grader.classroom.book.tables import BOOK, ENROLLED, GRADES, KEY, RUNS
from grader.classroom.records import Enrolled, Grade
from grader.errors import MachineError


@dataclass(frozen=True)
class Run:
    """A run of `classroom grade`. `again`: it grades anew what these checks have graded already."""

    id: int
    day: str
    checks: str
    seed: int
    again: bool
    began_at: datetime


class Book:
    """An open gradebook. Each call is a transaction of its own; threads may share a book."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._store.close()

    def begin(self, day: str, checks: str, *, seed: int | None, again: bool, draw: Callable[[], int]) -> Run:
        """Goes on with the latest run of its kind that has not ended (and has this seed, if one is given).

        Where there is none a new one begins, with the seed that is given or drawn.
        """
        query = sa.select(RUNS).where(RUNS.c.day == day, RUNS.c.checks == checks, RUNS.c.again == again)
        query = query.where(RUNS.c.ended_at.is_(None)).order_by(RUNS.c.id.desc()).limit(1)
        if seed is not None:
            query = query.where(RUNS.c.seed == seed)
        with self._store.writing(alone=True) as connection:
            found = connection.execute(query).mappings().first()
            if found is not None:
                return _run(found)
            values = {
                "day": day,
                "checks": checks,
                "seed": draw() if seed is None else seed,
                "again": again,
                "began_at": datetime.now(UTC),
            }
            key = connection.execute(RUNS.insert().values(values)).inserted_primary_key
            assert key is not None
            return _run({"id": key[0], **values})

    def end(self, run: Run) -> None:
        """Everybody has been seen: the next run is a new one. Its first end is the one that is kept."""
        query = RUNS.update().where(RUNS.c.id == run.id, RUNS.c.ended_at.is_(None))
        with self._store.writing() as connection:
            connection.execute(query.values(ended_at=datetime.now(UTC)))

    def keep(self, run: Run, grade: Grade) -> None:
        """A row for a grade. Where one of the same learner, day, submission, checks and seed is there, that stays.

        Practice and official are two: nobody loses an official grade to one that was made for practice.
        """
        insert = self._store.insert(GRADES).values(run=run.id, **rows.as_row(grade))
        with self._store.writing() as connection:
            connection.execute(insert.on_conflict_do_nothing(index_elements=KEY))

    def enrol(self, enrolled: Iterable[Enrolled]) -> None:
        """Takes down what the roster says now; who is on it no longer stays enrolled."""
        found = rows.enrolments(enrolled)
        if not found:
            return
        insert = self._store.insert(ENROLLED)
        said = {"email": insert.excluded.email, "deadline": insert.excluded.deadline}
        with self._store.writing() as connection:
            connection.execute(insert.on_conflict_do_update(index_elements=["day", "learner"], set_=said), found)

    def enrolled(self, day: str | None = None) -> list[Enrolled]:
        """Everybody, or those of a day, by day and learner."""
        query = sa.select(ENROLLED)
        with self._reading() as connection:
            found = connection.execute(query if day is None else query.where(ENROLLED.c.day == day)).mappings()
            return sorted(map(rows.as_enrolled, found), key=lambda one: (one.day, one.learner))

    def grades(self, day: str | None = None) -> list[Grade]:
        """The whole history, or that of a day, the oldest first."""
        query = sa.select(GRADES).order_by(GRADES.c.graded_at, GRADES.c.id)
        with self._reading() as connection:
            found = connection.execute(query if day is None else query.where(GRADES.c.day == day)).mappings()
            return [rows.as_grade(row) for row in found]

    def secret(self) -> bytes:
        """32 bytes that were drawn for this book, for pseudonyms that nobody can work out from a list of names."""
        with self._reading() as connection:
            return bytes.fromhex(connection.execute(sa.select(BOOK.c.value).where(BOOK.c.key == "secret")).scalar_one())

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        """A row that can't be read ends it: a list without it would be taken for the whole."""
        with self._store.reading() as connection:
            try:
                yield connection
            except (ValueError, TypeError, RecursionError, sa.exc.NoResultFound) as error:
                message = f"a row of the gradebook {self._store.place.name} can't be read: {error}"
                remedy = "Somebody has changed it by hand, or the file is damaged. Go back to a copy of it."
                raise MachineError(message, remedy) from error


def _run(row: Mapping[Any, Any]) -> Run:
    return Run(**{name: row[name] for name in ("id", "day", "checks", "seed", "again", "began_at")})
