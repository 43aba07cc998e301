"""Which database an app is given, and what runners have in common about it."""

from __future__ import annotations

import dataclasses
import socket
import threading

import pytest

from grader.errors import CourseError, ProjectError, UsageError
from grader.grading import environment
from grader.runners import databases
from grader.runners.bridge import bridge
from grader.runners.databases import NoDatabase, OwnServer, own_server, password, stored, told
from grader.runners.local_databases import FileHere, database_here
from grader.server.address import Address
from grader.server.answers import Unavailable
from grader.server.options import Options
from grader.services import SERVICES
from grader.services.base import Login, Refused

URL = "postgresql://me:pw@db.example/mine"


def test_none_says_why():
    """A day without a database, or somebody else's server: every question gets the same words."""
    nothing = NoDatabase("because")
    for ask in (nothing.another, nothing.stop, nothing.start, nothing.tables, lambda: nothing.run_queries({})):
        with pytest.raises(Unavailable, match="because"):
            ask()
    with pytest.raises(Unavailable, match="because"):
        _ = nothing.env


def test_what_is_given_without_a_container(tmp_path):
    """Nothing, a file, or the user's own server."""
    assert database_here(Options(), tmp_path, "tag").kind == "none"
    file = database_here(Options(database="sqlite", database_url=URL), tmp_path, "tag")
    assert file.env == {"DATABASE_URL": f"sqlite:///{tmp_path}/data/app.db"}
    mine = database_here(Options(database="postgres", database_url=URL), tmp_path, "tag")
    assert mine.kind == "postgres" and mine.env == {"DATABASE_URL": URL}


def test_other_files_are_others(tmp_path):
    """Each time a new name."""
    file = FileHere(tmp_path, "tag")
    assert len({file.env["DATABASE_URL"], file.another(), file.another()}) == 3


def test_another_kind_without_a_container(tmp_path):
    """A file has other files, a server of the user's own other databases; what is to be started takes a container."""
    file, own = FileHere(tmp_path, "tag"), OwnServer("mysql", "mysql://me:pw@db.example/mine", dict)
    assert file.on("sqlite") != file.env["DATABASE_URL"]
    for here, kind, title in (
        (file, "postgres", "PostgreSQL"),
        (own, "sqlite", "SQLite"),
        (NoDatabase(), "mysql", "MariaDB"),
    ):
        with pytest.raises(Unavailable, match=f"needs {title}: grade in a container"):
            here.on(kind)
    assert (file.ports, own.ports) == (frozenset(), frozenset())


@pytest.mark.parametrize(
    ("kind", "url", "words"),
    [
        ("postgres", "", "to use PostgreSQL, and without a container"),
        ("postgres", "mysql://a:b@c/d", "to use PostgreSQL, and DATABASE_URL names MariaDB"),
        ("mysql", "nonsense", "to use MariaDB, and without a container"),
        ("mongo", "mongodb://host", "no address of a MongoDB database"),
    ],
)
def test_no_server_to_use(kind, url, words):
    """What is missing, and three ways on."""
    with pytest.raises(UsageError, match=words) as caught:
        own_server(kind, url, dict)
    for way in ("export DATABASE_URL=", "--database sqlite", "--runner docker"):
        assert way in caught.value.remedy


class Recorder:
    """A client that notes what it is asked, and may refuse."""

    def __init__(self, refuses: str = "") -> None:
        self.asked: list[tuple[str, str]] = []
        self.refuses = refuses

    def make(self, _place, _admin, owner):
        self.note("make", owner.database)

    def drop(self, _place, _admin, name):
        self.note("drop", name)

    def tables(self, _place, login):
        self.note("tables", login.database)
        return {"t": []}

    def note(self, verb, name):
        self.asked.append((verb, name))
        if self.refuses:
            raise Refused(self.refuses)


def own(monkeypatch, refuses=""):
    """Somebody's own server with such a client."""
    made, client = OwnServer("postgres", URL, dict), Recorder(refuses)
    made.service = dataclasses.replace(SERVICES["postgres"], client=client)
    return made, client


def test_databases_of_ours_on_the_users_server_are_dropped(monkeypatch):
    """Another one beside the user's; it is gone in the end. The server itself is never stopped."""
    mine, client = own(monkeypatch)
    url = mine.another()
    name = url.rpartition("/")[2]
    assert url == f"postgresql://me:pw@db.example:5432/{name}" and name.startswith("backend_week_")
    assert mine.tables() == {"t": []}
    mine.close()
    assert client.asked == [("make", name), ("tables", "mine"), ("drop", name)]
    with pytest.raises(Unavailable, match="may be stopped"):
        mine.stop()


def test_queries_on_the_users_server(monkeypatch):
    """In a database of their own, as the user; it is dropped as well."""
    mine, client = own(monkeypatch)
    job = mine.run_queries({"kind": "postgres"})
    name = job["server"]["database"]
    place = {"host": "db.example", "port": 5432}
    assert job == {"kind": "postgres", "server": {**place, "user": "me", "password": "pw", "database": name}}
    mine.close()
    assert client.asked == [("make", name), ("drop", name)]


def test_a_server_that_refuses(monkeypatch):
    """A goal can't be given by this run: that is no miss of the learner's, and no end of the run."""
    mine, _ = own(monkeypatch, "permission denied to create database")
    with pytest.raises(Unavailable, match="second database.*permission denied"):
        mine.another()
    with pytest.raises(Unavailable, match="look into the app's database.*permission denied"):
        mine.tables()
    mine.made.append("x")
    mine.close()


def test_what_programs_of_ours_say():
    """JSON, or the course is at fault; more than can be told is the learner's."""
    assert told('{"a": 1}', "looking") == {"a": 1}
    with pytest.raises(CourseError, match="looking gave no result: ValueError: x"):
        told("Traceback\nValueError: x\n", "looking")
    with pytest.raises(CourseError, match="gave no result: nothing"):
        told("", "looking")
    assert stored({}) == {}
    with pytest.raises(ProjectError, match="more than can be looked at"):
        stored(None)


def test_passwords_are_new_and_plain():
    """They stand in URLs, shell scripts and SQL without a quote."""
    first, second = password(), password()
    assert first != second and first.isalnum() and len(first) >= 20
    assert set(first) <= set(databases.LETTERS)
    assert SERVICES["mysql"].url(Login("app", first, "app")) == f"mysql://app:{first}@127.0.0.1:3306/app"


def test_a_bridge_carries_both_ways_and_ends(tmp_path):
    """What is sent comes through, and back, until the block ends."""
    with socket.socket() as echo:
        echo.bind(("127.0.0.1", 0))
        echo.listen()

        def serve():
            client, _ = echo.accept()
            with client:
                while data := client.recv(100):
                    client.sendall(data.upper())

        threading.Thread(target=serve, daemon=True).start()
        address = Address(f"http://127.0.0.1:{echo.getsockname()[1]}")
        path = str(tmp_path / "socket")
        with bridge(path, address), socket.socket(socket.AF_UNIX) as client:
            client.settimeout(10)
            client.connect(path)
            client.sendall(b"abc")
            assert client.recv(100) == b"ABC"
            client.shutdown(socket.SHUT_WR)
            assert client.recv(100) == b""
        with socket.socket(socket.AF_UNIX) as late, pytest.raises(OSError):
            late.connect(path)


def test_a_days_variables(tmp_path):
    """Drawn from the seed: the same for the same one, other ones for another."""
    from grader.model import Day

    day = Day("day4", "", "", (), tmp_path, environment={"SECRET_KEY": "{secret}", "MAIL": "a-{word}@x.example"})
    first, again, other = environment(day, 1), environment(day, 1), environment(day, 2)
    assert first == again and first != other
    assert len(first["SECRET_KEY"]) == 64 and int(first["SECRET_KEY"], 16)
    assert first["MAIL"].startswith("a-") and "{" not in first["MAIL"]
