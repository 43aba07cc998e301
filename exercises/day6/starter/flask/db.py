"""The database: where it is, sessions to talk to it with, its tables, and what happens while it is gone.

A view talks to it inside one block, and that block is one transaction: all of it is stored, or nothing.

    with open_session.begin() as session:
        session.add(Todo(title="Milk"))
"""

import os
from pathlib import Path

from flask import Flask
from sqlalchemy import URL, create_engine, event, make_url, text
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError
from sqlalchemy.orm import DeclarativeBase, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

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
class Base(DeclarativeBase):
    """What all tables have in common."""

    __table_args__ = {
        "mysql_charset": "utf8mb4",  # all of Unicode: what MySQL calls utf8 has no emoji
        "mysql_collate": "utf8mb4_bin",
        "sqlite_autoincrement": True,  # an id that was used once is never given out again
    }


def create_tables() -> None:
    """Makes the tables that are missing. It never changes one that is there: once a table with rows in it has to get
    another column, it is time for migrations, small numbered scripts that do it step by step. Alembic is SQLAlchemy's
    tool for them, and `alembic upgrade head` would then stand where this function is called.
    """
    # TODO deploy.stateless: servers that start in the same moment may both find a table missing; one comes too late.
    Base.metadata.create_all(engine)


# --- while the database is gone ---------------------------------------------------------------------------------------
def is_reachable() -> bool:
    """Whether the database answers a question, the smallest there is."""
    try:
        with open_session() as session:
            session.execute(text("SELECT 1"))
    except GONE:
        return False
    return True


def answer_errors(app: Flask) -> None:
    """503 says: not your fault, try again later. The app goes on and is there again as soon as the database is."""
    for error in GONE:
        app.register_error_handler(error, answer_unavailable)
    app.register_error_handler(StaleDataError, answer_overtaken)


def answer_unavailable(error: Exception) -> tuple[dict, int]:
    return {"error": "the database does not answer, please try again later"}, 503


def answer_overtaken(error: StaleDataError) -> tuple[dict, int]:
    """Between reading a row and changing it, another request has deleted it."""
    return {"error": "it was deleted meanwhile"}, 404
