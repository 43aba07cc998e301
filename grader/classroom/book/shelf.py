"""Opens a gradebook, makes a new one where there is none, and brings one of an older release up to date."""

from __future__ import annotations

import secrets

import sqlalchemy as sa

from grader.classroom.book import places, upgrading
from grader.classroom.book.pages import Book
from grader.classroom.book.store import Store, connect
from grader.classroom.book.tables import BOOK, METADATA, VERSION
from grader.errors import UsageError

ANOTHER = "Name another file, or a database of its own, with --book."


def open_book(url_or_path: str, *, create: bool = True) -> Book:
    """The gradebook in a file or on a server (`places`), made where there is none. To be closed: use `with`.

    Without `create`, for who wants to read, a missing one is an error. One of an older release is brought up to date.
    Raises UsageError for what is no gradebook or one of a newer release, MachineError where the database or its
    library fails.
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
        version = _version(store, connection)
    if version == VERSION:
        return
    if version is None and not create:
        raise UsageError(f"there is no gradebook in {store.place.name}: nothing was ever kept there", ANOTHER)
    with store.writing(alone=True) as connection:
        version = _version(store, connection)  # another run may have been here meanwhile
        if version is None:
            METADATA.create_all(connection)
            said = {"version": str(VERSION), "secret": secrets.token_hex(32)}
            connection.execute(BOOK.insert(), [{"key": key, "value": value} for key, value in said.items()])
        else:
            upgrading.upgrade(connection, version)


def _version(store: Store, connection: sa.Connection) -> int | None:
    """The version of the gradebook there, None where there is nothing. Raises UsageError for anything else."""
    inspector, name = sa.inspect(connection), store.place.name
    tables = set(inspector.get_table_names())
    if BOOK.name not in tables:
        if upgrading.is_first(inspector, tables):
            return 0
        foreign = tables if store.place.file else tables & METADATA.tables.keys()  # a server's may be shared
        if foreign:
            raise UsageError(f"{name} is no gradebook: another program keeps its tables there", ANOTHER)
        return None
    ours = {column["name"] for column in inspector.get_columns(BOOK.name)} >= set(BOOK.c.keys())
    query = sa.select(BOOK.c.value).where(BOOK.c.key == "version")
    said = str(connection.execute(query).scalar()) if ours else ""
    if not said.isdecimal() or not int(said):
        raise UsageError(f"{name} is no gradebook: another program keeps its tables there", ANOTHER)
    if int(said) > VERSION:
        message = f"the gradebook {name} is of version {int(said)}, and this release reads up to {VERSION}"
        remedy = "A newer release made it, and nothing in it was touched. This one is too old for it:"
        raise UsageError(message, f"{remedy} pip install --upgrade 'backend-week[classroom]'")
    return int(said)
