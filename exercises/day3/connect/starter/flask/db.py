"""The database: where it is, sessions to talk to it with, its tables, and what happens while it is gone.

SQLAlchemy makes SQL of Python, the same for SQLite, PostgreSQL and MySQL. (You would rather have MongoDB? It needs
another library, pymongo, and this file anew.) A table is a class:

    class Bird(Base):
        __tablename__ = "birds"

        id: Mapped[int] = mapped_column(primary_key=True)   # the database chooses it
        name: Mapped[str] = mapped_column(String(100))      # `from sqlalchemy import String, Text`
        seen_at: Mapped[datetime]                           # a Moment, see below
        nest: Mapped[int | None]                            # may be empty

And this is how to talk to it. A block with `begin` is one transaction: all of it is stored at the end, or nothing.

    with open_session.begin() as session:
        bird = Bird(name="Robin", seen_at=now())
        session.add(bird)
        session.flush()                                     # now bird.id is known

    with open_session() as session:                         # to read, `begin` isn't needed
        robin = session.get(Bird, 1)                        # by its id; None where there is none
        robins = session.scalars(select(Bird).where(Bird.name == "Robin").order_by(Bird.id)).all()

Inside a `begin` block, `robin.name = "Wren"` changes the row, `session.delete(robin)` deletes it, and
`session.execute(delete(Bird))` deletes all of them. Values never become part of the SQL: they travel beside it, and the
database can't mistake them for SQL.
"""

import os
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import URL, DateTime, Dialect, TypeDecorator, create_engine, event, make_url, text
from sqlalchemy.dialects.mysql import DATETIME
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError
from sqlalchemy.orm import DeclarativeBase, sessionmaker
from sqlalchemy.types import TypeEngine

LOCAL_FILE = Path(__file__).with_name("app.sqlite3")


def database_url() -> URL:
    """Where the database is."""
    # TODO connect.url: take it from the environment variable DATABASE_URL, and this file only where there is none.
    #   SQLAlchemy also wants to know which driver to use: `postgresql://…` has to become `postgresql+psycopg://…`, and
    #   `mysql://…` `mysql+pymysql://…`. A URL has `.drivername`, and `.set(drivername=…)` gives another one.
    return make_url(f"sqlite:///{LOCAL_FILE}")


# TODO connect.pool: the engine keeps a pool of open connections and lends them out. Twenty clients at once must neither
#   lose anything nor get an error, so think about how many connections there may be, and how long a request waits for
#   one: look up pool_size, max_overflow and pool_timeout.
# TODO connect.health: a lent connection may be dead, because the server was restarted. Look up pool_pre_ping. And an
#   answer is due within 5 seconds: a driver takes its time-out from connect_args (for psycopg and PyMySQL it is called
#   connect_timeout).
engine = create_engine(database_url())
open_session = sessionmaker(engine, expire_on_commit=False)  # what was read may still be looked at after the commit


@event.listens_for(engine, "connect")
def prepare_sqlite(connection, _record) -> None:
    """Called for each new connection."""
    if engine.dialect.name == "sqlite":
        # TODO connect.shared: two servers on one SQLite file get in each other's way, unless it has a write-ahead log:
        #   connection.execute("PRAGMA journal_mode = WAL")
        pass


# --- tables -----------------------------------------------------------------------------------------------------------
class Moment(TypeDecorator[datetime]):
    """Given: a moment in UTC, to the microsecond. What databases do with time zones differs, so the column has none."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine:
        return dialect.type_descriptor(DATETIME(fsp=6) if dialect.name == "mysql" else DateTime())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Given: what all tables have in common."""

    type_annotation_map = {datetime: Moment}
    __table_args__ = {
        "mysql_charset": "utf8mb4",  # all of Unicode: what MySQL calls utf8 has no emoji
        "mysql_collate": "utf8mb4_bin",
        "sqlite_autoincrement": True,  # an id that was used once is never given out again
    }


def now() -> datetime:
    return datetime.now(UTC)


def create_tables() -> None:
    """Makes the tables that are missing; app.py calls it at each start. It never changes a table that is there: if you
    add a column to a class, delete the file app.sqlite3 and start again.
    """
    # TODO connect.schema: Base.metadata knows the tables of all classes made from Base, and it can create them.
    #   What does it do with a table that is there already? At the second start all rows must still be in it.


# --- while the database is gone ---------------------------------------------------------------------------------------
GONE = (OperationalError, InterfaceError, TimeoutError)  # what SQLAlchemy raises when there is no database to talk to


def is_reachable() -> bool:
    """Whether the database answers a question."""
    # TODO connect.health: ask it the smallest question there is, `session.execute(text("SELECT 1"))`, each time anew.
    #   If that raises one of GONE, the answer is no.
    return True


def answer_errors(app: Flask) -> None:
    """Given: 503 says: not your fault, try again later. The app goes on and waits for its database."""
    for error in GONE:
        app.register_error_handler(error, answer_unavailable)


def answer_unavailable(error: Exception) -> tuple[dict, int]:
    return {"error": "the database does not answer, please try again later"}, 503
