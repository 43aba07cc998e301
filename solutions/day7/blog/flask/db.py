"""The database: where it is, sessions to talk to it with, its tables, and what happens while it is gone.

A view talks to it inside one block, and that block is one transaction: all of it is stored, or nothing.

    with open_session.begin() as session:
        session.add(Comment(body="Well said!"))
"""

import os
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask, Response
from sqlalchemy import URL, DateTime, Dialect, TypeDecorator, create_engine, event, make_url, text
from sqlalchemy.dialects.mysql import DATETIME
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError, TimeoutError
from sqlalchemy.orm import DeclarativeBase, sessionmaker
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.types import TypeEngine

from web import problem

LOCAL_FILE = Path(__file__).with_name("app.sqlite3")

# DATABASE_URL says which database it is, SQLAlchemy also wants to know with which driver to speak to it.
DRIVERS = {
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "mariadb": "mysql+pymysql",
    "mysql": "mysql+pymysql",
}

# How many seconds a driver waits: for a server that does not answer, or for a SQLite file that somebody is writing to.
PATIENCE = {
    "sqlite": {"timeout": 4},
    "postgresql": {"connect_timeout": 3},
    "mysql": {"connect_timeout": 3, "charset": "utf8mb4"},
}

GONE = (OperationalError, InterfaceError, TimeoutError)  # what SQLAlchemy raises when there is no database to talk to


def database_url() -> URL:
    """DATABASE_URL with the driver named, or a file beside the code."""
    url = make_url(os.environ.get("DATABASE_URL") or f"sqlite:///{LOCAL_FILE}")
    return url.set(drivername=DRIVERS.get(url.drivername, url.drivername))


url = database_url()
engine = create_engine(
    url,
    connect_args=PATIENCE.get(url.get_backend_name(), {}),
    # The pool keeps connections open and lends them out. Ten at most: a server has only so many to give, and the
    # eleventh request does better to wait a moment. Who has waited in vain for four seconds gets a 503.
    pool_size=5,
    max_overflow=5,
    pool_timeout=4,
    # A lent connection may be dead, because the server was restarted. This asks first, and makes a new one if need be.
    pool_pre_ping=True,
)
open_session = sessionmaker(engine, expire_on_commit=False)  # what was read may still be looked at after the commit


@event.listens_for(engine, "connect")
def prepare_sqlite(connection, _record) -> None:
    """With a write-ahead log, readers of a SQLite file don't wait for who is writing to it."""
    if engine.dialect.name == "sqlite":
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")


# --- tables -----------------------------------------------------------------------------------------------------------
class Moment(TypeDecorator[datetime]):
    """A moment in UTC, to the microsecond. What databases do with time zones differs, so the column has none."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine:
        return dialect.type_descriptor(DATETIME(fsp=6) if dialect.name == "mysql" else DateTime())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """What all tables have in common."""

    type_annotation_map = {datetime: Moment}
    __table_args__ = {
        "mysql_charset": "utf8mb4",  # all of Unicode: what MySQL calls utf8 has no emoji
        "mysql_collate": "utf8mb4_bin",
        "sqlite_autoincrement": True,  # an id that was used once is never given out again
    }


def now() -> datetime:
    return datetime.now(UTC)


def create_tables() -> None:
    """Makes the tables that are missing. It never changes one that is there: once a table with rows in it has to get
    another column, it is time for migrations, small numbered scripts that do it step by step. Alembic is SQLAlchemy's
    tool for them, and `alembic upgrade head` would then stand where this function is called.
    """
    Base.metadata.create_all(engine)


# --- when something is wrong ------------------------------------------------------------------------------------------
def is_reachable() -> bool:
    """Whether the database answers a question, the smallest there is."""
    try:
        with open_session() as session:
            session.execute(text("SELECT 1"))
    except GONE:
        return False
    return True


def answer_errors(app: Flask) -> None:
    for error in GONE:
        app.register_error_handler(error, answer_unavailable)
    app.register_error_handler(StaleDataError, answer_overtaken)
    app.register_error_handler(IntegrityError, answer_conflict)


def answer_unavailable(error: Exception) -> Response:
    """503 says: not your fault, try again later. The app goes on and is there again as soon as the database is."""
    return problem(503, "the database does not answer, please try again later")


def answer_overtaken(error: StaleDataError) -> Response:
    """Between reading a row and changing it, another request has deleted it."""
    return problem(404, "it was deleted meanwhile")


def answer_conflict(error: IntegrityError) -> Response:
    """Something that must be unique is there already, or something that is pointed to is not."""
    return problem(409, "this does not go together with what is stored")
