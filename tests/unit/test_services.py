"""The databases that an app may be given: their URLs, what looks into them, and what is asked of MongoDB."""

from __future__ import annotations

import datetime
import json
import sqlite3
import subprocess
import sys
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from grader.errors import MachineError
from grader.services import SERVICES, mongo, service_of
from grader.services.base import HOME, Login, Place, Refused, library, parse, plain, refusals
from grader.services.sqlite import LOOK, url

ODD = Login("us/er", "p@ss:w/rd", "da ta")
SERVERS = [service for service in SERVICES.values() if service.port]


def test_each_is_listed_under_its_name():
    """The table is the whole list, and names are what the interface says."""
    assert list(SERVICES) == ["sqlite", "postgres", "mysql", "mongo"]
    assert all(name == service.name for name, service in SERVICES.items())


@pytest.mark.parametrize("service", SERVERS, ids=lambda service: service.name)
def test_urls_are_read_as_they_are_written(service):
    """What an app is given can be taken apart again, whatever the letters."""
    place, login = parse(service.url(ODD), service.port)
    assert login == ODD
    assert (place.host, place.port) == ("127.0.0.1", service.port)
    assert service_of(service.url(ODD)) is service


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("sqlite:////data/app.db", "sqlite"),
        ("postgres://a:b@c/d", "postgres"),
        ("postgresql+psycopg://a:b@c/d", "postgres"),
        ("mariadb://a:b@c/d", "mysql"),
        ("redis://a", None),
        ("", None),
    ],
)
def test_a_url_says_its_kind(text, kind):
    """By its scheme, with or without a driver."""
    service = service_of(text)
    assert (service.name if service else None) == kind


@pytest.mark.parametrize("text", ["postgresql://", "postgresql://host", "postgresql:///name"])
def test_urls_without_a_database(text):
    """A host and a database are needed."""
    with pytest.raises(ValueError, match="no host, or no database"):
        parse(text, 5432)


def test_a_port_of_its_own():
    """Where the URL names one, it counts."""
    assert parse("postgresql://a:b@db.example:6543/x", 5432)[0] == Place("db.example", 6543)


@pytest.mark.parametrize("service", SERVERS, ids=lambda service: service.name)
def test_a_server_listens_on_loopback_alone_and_keeps_its_data(service):
    """Nobody outside the pod reaches it; what it stores is on the volume; it replaces the shell that starts it."""
    assert "127.0.0.1" in service.script
    assert f"{HOME}/data" in service.script
    assert "\nexec " in service.script
    assert "set -e" in service.script
    assert service.user not in ("", "root")
    assert service.image.variable.startswith("GRADER_") and ":" in service.image.official


@pytest.mark.parametrize("name", ["postgres", "mysql"])
def test_no_password_stands_in_a_script(name):
    """They come by the environment, and are no part of a command line that others might see."""
    script = SERVICES[name].script
    assert "$APP_PASSWORD" in script and "$GRADER_PASSWORD" in script


def test_a_library_that_is_not_installed():
    """The machine lacks it; the words say how to get it."""
    with pytest.raises(MachineError, match="no_such_driver.*not installed") as caught:
        library("no_such_driver.errors")
    assert "backend-week[services]" in caught.value.remedy


def test_what_json_can_not_say():
    """Becomes text; bytes are read as latin-1, so that none is lost."""
    day = datetime.date(2026, 1, 5)
    assert plain({"a": b"\xff$2b$", 1: [day, Decimal("1.50"), None, True]}) == {
        "a": "ÿ$2b$",
        "1": ["2026-01-05", "1.50", None, True],
    }


def test_refusals_are_short():
    """Whatever a client raises, on one line."""
    with pytest.raises(Refused) as caught, refusals(ValueError):
        raise ValueError("no\n" * 1000)
    assert len(str(caught.value)) <= 500 and "\n" not in str(caught.value)
    with pytest.raises(Refused, match="TimeoutError"), refusals(ValueError):
        raise TimeoutError


# --- SQLite -----------------------------------------------------------------------------------------------------------
def looked(path, room) -> Any:
    """What the program tells of a file."""
    room.mkdir()
    argv = [sys.executable, "-I", "-S", "-c", LOOK, str(path), str(room)]
    return json.loads(subprocess.run(argv, capture_output=True, check=True, timeout=60).stdout)


def test_the_url_of_a_file():
    """Four slashes: three of the scheme, one of the path."""
    assert url("/data/app.db") == "sqlite:////data/app.db"


def test_rows_of_a_file_in_use(tmp_path):
    """Also what stands only in the log beside it; names with quotes, bytes, broken texts."""
    database = sqlite3.connect(tmp_path / "app.db", isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute('CREATE TABLE "od""d" (name TEXT, raw BLOB, broken TEXT, missing INTEGER)')
    database.execute('INSERT INTO "od""d" VALUES (?, ?, CAST(? AS TEXT), NULL)', ["é日", b"\x00\xff", b"\xff"])
    found = looked(tmp_path / "app.db", tmp_path / "room")
    database.close()
    assert found == {'od"d': [{"name": "é日", "raw": "\x00ÿ", "broken": "\ufffd", "missing": None}]}


def test_no_file_is_no_table(tmp_path):
    """An app that has not made it has stored nothing."""
    assert looked(tmp_path / "none.db", tmp_path / "room") == {}


def test_a_link_is_not_followed(tmp_path):
    """An app can't have another file looked into."""
    sqlite3.connect(tmp_path / "real.db").execute("CREATE TABLE secret (a)").connection.close()
    (tmp_path / "app.db").symlink_to(tmp_path / "real.db")
    assert looked(tmp_path / "app.db", tmp_path / "room") == {}


def test_too_much_is_said_to_be_so(tmp_path):
    """Not a part of it that looks like all."""
    database = sqlite3.connect(tmp_path / "app.db")
    database.execute("CREATE TABLE big (a TEXT)")
    database.execute("INSERT INTO big VALUES (?)", ["x" * 700_000])
    database.commit()
    database.close()
    assert looked(tmp_path / "app.db", tmp_path / "room") is None


# --- MongoDB: no server of it is to be had here, so what its library is asked is held instead ------------------------
class FakeMongo:
    """A server with the library's face: users by database, documents by collection."""

    def __init__(self) -> None:
        self.users: dict[tuple[str, str], str] = {}
        self.asked: list[tuple[Any, ...]] = []

    def MongoClient(self, address: str, **options: Any) -> FakeClient:  # noqa: N802  # the library's name
        return FakeClient(self, address, options)


class FakeClient:
    def __init__(self, server: FakeMongo, address: str, options: dict[str, Any]) -> None:
        self.server, self.options = server, options
        server.asked.append((address, options.get("username"), options.get("authSource")))
        self.admin = self["admin"]

    def __getitem__(self, name: str) -> FakeDatabase:
        return FakeDatabase(self, name)

    def server_info(self) -> dict[str, str]:
        return {"version": "8.0.1"}

    def drop_database(self, name: str) -> None:
        self.server.asked.append(("drop", name))

    def close(self) -> None:
        pass


class FakeDatabase:
    def __init__(self, client: FakeClient, name: str) -> None:
        self.client, self.name = client, name

    def command(self, verb: str, who: str = "", **details: Any) -> None:
        users, user = self.client.server.users, self.client.options.get("username")
        if verb == "createUser":
            if users and user is None:
                raise PyMongoError("command createUser requires authentication")
            users[self.name, who] = details["pwd"]
        elif users.get(("admin", user)) != self.client.options.get("password"):
            raise PyMongoError("Authentication failed.")

    def list_collection_names(self) -> list[str]:
        return ["notes"]

    def __getitem__(self, name: str) -> SimpleNamespace:
        documents = [{"_id": 7, "title": "a", "raw": b"\xff"}]
        return SimpleNamespace(find=lambda: SimpleNamespace(limit=lambda count: documents[:count]))


class PyMongoError(Exception):
    """The library's own root of errors."""


@pytest.fixture
def server(monkeypatch):
    """A fake server instead of the library."""
    made = FakeMongo()
    libraries = {"pymongo": made, "pymongo.errors": SimpleNamespace(PyMongoError=PyMongoError)}
    monkeypatch.setattr(mongo, "library", libraries.__getitem__)
    return made


GRADER, APP = Login("grader", "g", "admin"), Login("app", "a", "app")
SOCKET = Place(port=27017, socket="/tmp/bw-x/database.sock")


def test_mongo_makes_its_administrator_once(server):
    """At the first question nobody is there yet; at the next ones the user logs in."""
    assert mongo.ready(SOCKET, GRADER) == "8.0.1"
    assert mongo.ready(SOCKET, GRADER) == "8.0.1"
    assert server.users == {("admin", "grader"): "g"}
    assert server.asked[0] == ("mongodb://%2Ftmp%2Fbw-x%2Fdatabase.sock", None, None)
    assert server.asked[1] == ("mongodb://%2Ftmp%2Fbw-x%2Fdatabase.sock", "grader", "admin")


def test_mongo_makes_users_where_their_data_is(server):
    """The app's URL names its database, and that is where it logs in."""
    mongo.ready(SOCKET, GRADER)
    mongo.make(SOCKET, GRADER, APP)
    assert server.users["app", "app"] == "a"
    assert SERVICES["mongo"].url(APP) == "mongodb://app:a@127.0.0.1:27017/app"


def test_mongo_shows_documents(server):
    """By collection, as JSON can say them."""
    mongo.ready(SOCKET, GRADER)
    assert mongo.tables(SOCKET, GRADER) == {"notes": [{"_id": 7, "title": "a", "raw": "ÿ"}]}


def test_mongo_refuses_in_words(server):
    """A wrong password is the server's no."""
    mongo.ready(SOCKET, GRADER)
    with pytest.raises(Refused, match="Authentication failed"):
        mongo.ready(SOCKET, Login("grader", "wrong", "admin"))


def test_mongo_drops(server):
    """A database that is no more needed."""
    mongo.drop(SOCKET, GRADER, "other1")
    assert server.asked[-1] == ("drop", "other1")
