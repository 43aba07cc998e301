"""The gradebook: who is enrolled, each run, and every grade that was ever given. The only room that knows SQLAlchemy.

    with open_book("grades.db") as book:
        run = book.begin("day2", checks, seed=None, again=False, draw=draw)
        book.keep(run, grade)
        book.end(run)

A file of SQLite is enough for a class on one machine; a PostgreSQL server is for those who grade from several.
"""

from grader.errors import MachineError

try:
    import sqlalchemy as _needed  # noqa: F401  # said here once, before the modules below need it
except ImportError as error:
    raise MachineError(
        "The gradebook needs SQLAlchemy, which is not installed.", "pip install 'backend-week[classroom]'"
    ) from error

from grader.classroom.book.pages import Book, Run
from grader.classroom.book.shelf import open_book

__all__ = ["Book", "Run", "open_book"]
