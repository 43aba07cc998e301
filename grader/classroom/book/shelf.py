"""Opens a gradebook, and makes a new one where there is none."""

from __future__ import annotations

import secrets

import sqlalchemy as sa

from grader.classroom.book import places
from grader.classroom.book.pages import Book
from grader.classroom.book.store import Store, connect
from grader.classroom.book.tables import BOOK, METADATA, VERSION
from grader.errors import UsageError

ANOTHER = "Name another file, or a database of its own, with --book."


def open_book(url_or_path: str, *, create: bool = True) -> Book:
    """The gradebook in a file or on a server (`places`), made where there is none. To be closed: use `with`.

    Without `create`, for who wants to read, a missing one is an error. Raises UsageError for what is no gradebook or
    one of a newer release, MachineError where the database or its library fails.
    """
    place = places.find(url_or_path)
    places.check(place, create)
    store = connect(place)
    try:
        _prepare(store, create)
    except BaseException:
        store.close()
        raise
    return Book(store)


def _prepare(store: Store, create: bool) -> None:
    with store.reading() as connection:
        found = _is_there(store, connection)
    if found:
        return
    if not create:
        raise UsageError(f"there is no gradebook in {store.place.name}: nothing was ever kept there", ANOTHER)
    with store.writing(alone=True) as connection:
        if _is_there(store, connection):  # another run has made it meanwhile
            return
        METADATA.create_all(connection)
        said = {"version": str(VERSION), "secret": secrets.token_hex(32)}
        connection.execute(BOOK.insert(), [{"key": key, "value": value} for key, value in said.items()])


def _is_there(store: Store, connection: sa.Connection) -> bool:
    """Whether there is a gradebook of this version. Raises UsageError where there is something else."""
    inspector, name = sa.inspect(connection), store.place.name
    tables = set(inspector.get_table_names())
    if BOOK.name not in tables:
        foreign = tables if store.place.file else tables & METADATA.tables.keys()  # a server's may be shared
        if foreign:
            raise UsageError(f"{name} is no gradebook: another program keeps its tables there", ANOTHER)
        return False
    ours = {column["name"] for column in inspector.get_columns(BOOK.name)} >= set(BOOK.c.keys())
    query = sa.select(BOOK.c.value).where(BOOK.c.key == "version")
    version = connection.execute(query).scalar() if ours else None
    if not str(version).isdecimal():
        raise UsageError(f"{name} is no gradebook: another program keeps its tables there", ANOTHER)
    if int(str(version)) != VERSION:
        message = f"the gradebook {name} is of version {version}, and this release reads {VERSION}"
        raise UsageError(message, "A newer release made it: pip install --upgrade 'backend-week[classroom]'")
    return True
