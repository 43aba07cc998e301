"""The gradebook: what is kept comes back as it was, nothing is lost, and what is no gradebook is said to be none."""

from __future__ import annotations

import itertools
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from classroom_samples import HOUR, NOON, any_enrolled, any_grade, grade
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.classroom.book import Book, Run, open_book, places, shelf, tables, upgrading
from grader.classroom.book.store import connect
from grader.classroom.records import Enrolled, Grade
from grader.errors import MachineError, UsageError

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "")
KEY = ("learner", "day", "submission", "checks", "seed", "official")


def emptied(url: str) -> str:
    """A PostgreSQL database without a gradebook. It is one for tests: what was in it goes."""
    import psycopg

    with psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://")) as connection:
        connection.execute("DROP TABLE IF EXISTS grades, runs, enrolled, book")
    return url


# The second one where a server is named: tests/e2e/test_gradebook.py starts one, and runs this file with it.
@pytest.fixture(params=["sqlite", "postgres"] if POSTGRES else ["sqlite"])
def new_place(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Gives a place without a gradebook, each time it is asked."""
    if request.param == "sqlite":
        numbers = itertools.count()
        return lambda: str(tmp_path / f"grades-{next(numbers)}.db")
    return lambda: emptied(POSTGRES)


@pytest.fixture
def book_url(new_place: Callable[[], str]) -> str:
    return new_place()


@pytest.fixture
def book(book_url: str) -> Iterator[Book]:
    with open_book(book_url) as opened:
        yield opened


def begun(book: Book, drawn: int = 7, *, day: str = "day2", checks: str = "c1", **said: Any) -> Run:
    """A run; no seed is given, and it is none of `--again`, but for what is said."""
    return book.begin(day, checks, **{"seed": None, "again": False, "draw": lambda: drawn, **said})


# --- what is kept -----------------------------------------------------------------------------------------------------
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(
    kept=st.lists(any_grade(), max_size=4, unique_by=lambda one: tuple(getattr(one, name) for name in KEY)),
    rolls=st.lists(any_enrolled(), max_size=4, unique_by=lambda one: (one.day, one.learner)),
)
def test_whatever_is_kept_comes_back(new_place: Callable[[], str], kept: list[Grade], rolls: list[Enrolled]) -> None:
    """Each field, whatever texts and moments there are in it, from a book that was closed meanwhile."""
    url = new_place()
    with open_book(url) as book:
        run = begun(book)
        for one in kept:
            book.keep(run, one)
        book.enrol(rolls)
    with open_book(url, create=False) as book:
        found = book.grades()
        assert sorted(found, key=repr) == sorted((utc(one) for one in kept), key=repr)
        assert [one.graded_at for one in found] == sorted(one.graded_at for one in kept)
        assert {(one.day, one.learner): one for one in book.enrolled()} == {(o.day, o.learner): o for o in rolls}
        for one in kept:
            assert one in book.grades(one.day)
        assert all(moment.tzinfo is UTC for one in found for moment in (one.graded_at, one.submitted_at))


def utc(one: Grade) -> Grade:
    return replace(one, graded_at=one.graded_at.astimezone(UTC), submitted_at=one.submitted_at.astimezone(UTC))


@pytest.mark.parametrize(
    "text", ["\0", "\x1a", "\x1a0041", "\x1a001a0041", "\ud800", "\ud83d\ude00", "\U0001f600", "\\u0000"]
)
def test_texts_that_a_server_could_not_keep(book: Book, text: str) -> None:
    """Nor is anything taken for what stands in their place."""
    one = grade(text, problem=text, misses={text: text}, goals={text: "passed"}, disputed=(text,))
    book.keep(begun(book), one)
    assert book.grades() == [one]


def test_a_moment_is_kept_to_the_microsecond_and_by_its_zone(book: Book) -> None:
    """Two moments that are one come back as one; the text of both is UTC's."""
    there = datetime(2026, 1, 5, 23, 59, 59, 123_456, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    book.keep(begun(book), grade(graded_at=there))
    (found,) = book.grades()
    assert found.graded_at.isoformat() == "2026-01-05T18:29:59.123456+00:00"
    with pytest.raises(Exception, match="no known zone"):
        book.keep(begun(book), grade(seed=8, graded_at=datetime(2026, 1, 5)))
    assert len(book.grades()) == 1


def test_the_same_grade_twice_is_one_row(book: Book) -> None:
    """In the same run it does no harm; in another one history stays as it was."""
    first = begun(book)
    book.keep(first, grade(score=0.5))
    book.keep(first, grade(score=0.5))
    book.end(first)
    second = begun(book)
    assert second.id != first.id
    book.keep(second, grade(score=0.9))
    assert [one.score for one in book.grades()] == [0.5]


@pytest.mark.parametrize("name", KEY)
def test_each_part_of_the_key_makes_another_row(book: Book, name: str) -> None:
    """A practice grade among them does not stand in the way of an official one."""
    run, value = begun(book), {"seed": 8, "official": True}.get(name, "another")
    book.keep(run, grade())
    book.keep(run, grade(**{name: value}))
    assert [getattr(one, name) for one in book.grades()] == [getattr(grade(), name), value]


def test_grades_are_told_oldest_first(book: Book) -> None:
    """By when they were given, whatever the order in which they came; those of a day alone where one is named."""
    run = begun(book)
    for number, at in enumerate((NOON, NOON - HOUR, NOON + HOUR)):
        book.keep(run, grade(seed=number, graded_at=at, day="day3" if number == 2 else "day2"))
    assert [one.seed for one in book.grades()] == [1, 0, 2]
    assert [one.seed for one in book.grades("day2")] == [1, 0]
    assert book.grades("day5") == []


def test_a_roster_that_says_otherwise(book: Book) -> None:
    """A deadline moves without a new row; who is on the roster no more stays, and the later line counts."""
    book.enrol([Enrolled("ada", "day2", "a@x", NOON), Enrolled("bob", "day2"), Enrolled("ada", "day3")])
    book.enrol([Enrolled("ada", "day2", "old@x"), Enrolled("ada", "day2", "new@x", NOON + HOUR)])
    book.enrol([])
    assert book.enrolled("day2") == [Enrolled("ada", "day2", "new@x", NOON + HOUR), Enrolled("bob", "day2")]
    assert [one.day for one in book.enrolled()] == ["day2", "day2", "day3"]


def test_the_secret_stays(book_url: str, new_place: Callable[[], str]) -> None:
    """Each book has one of its own, which is the same whenever it is opened."""
    with open_book(book_url) as book:
        first = book.secret()
    with open_book(book_url) as book:
        assert book.secret() == first
    with open_book(new_place()) as book:
        assert book.secret() != first
    assert len(first) == 32


# --- runs -------------------------------------------------------------------------------------------------------------
def test_a_run_that_was_cut_off_goes_on(book: Book) -> None:
    """With its seed, which is drawn once alone; an ended one does not."""
    first = begun(book, 41)
    assert (first.day, first.checks, first.seed, first.again) == ("day2", "c1", 41, False)
    assert begun(book, draw=lambda: pytest.fail("drawn again")) == first
    book.end(first)
    book.end(first)
    second = begun(book, 42)
    assert (second.seed, second.id > first.id) == (42, True)


@pytest.mark.parametrize("other", [{"day": "day3"}, {"checks": "c2"}, {"again": True}, {"seed": 5}])
def test_a_run_of_another_kind_is_another(book: Book, other: dict[str, Any]) -> None:
    """Of another day, by other checks, of `--again`, with another seed; and each is found again."""
    first = begun(book)
    second = begun(book, **other)
    assert second.id != first.id
    assert begun(book, **other) == second
    assert begun(book, seed=7) == first


def test_the_latest_of_several_goes_on(book: Book) -> None:
    """An older one with the seed that is named."""
    first, second = begun(book, seed=1), begun(book, seed=2)
    assert begun(book) == second
    assert begun(book, seed=1) == first
    book.end(second)
    assert begun(book) == first


# --- several at once --------------------------------------------------------------------------------------------------
def test_two_books_at_once_lose_nothing(book_url: str) -> None:
    """Both make the book, begin the same run and write as fast as they can."""

    def work(who: int) -> int:
        with open_book(book_url) as book:
            run = begun(book, who)
            for number in range(15):
                book.keep(run, grade(f"{who}-{number}"))
            return run.id

    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(work, range(4)))
    with open_book(book_url) as book:
        assert len(book.grades()) == 60
    assert len(set(runs)) == 1


def test_threads_share_a_book(book: Book) -> None:
    run = begun(book)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: book.keep(run, grade(seed=number)), range(40)))
    assert len(book.grades()) == 40


def test_a_book_that_another_program_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It waits, and says so in the end; what was there can be read again afterwards."""
    monkeypatch.setattr("grader.classroom.book.store.PATIENCE", 0.1)
    with open_book(str(tmp_path / "grades.db")) as book:
        run = begun(book)
        holder = sqlite3.connect(tmp_path / "grades.db", isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(MachineError, match="another program holds the gradebook"):
            book.keep(run, grade())
        holder.execute("ROLLBACK")
        holder.close()
        book.keep(run, grade())
        assert len(book.grades()) == 1


# --- places -----------------------------------------------------------------------------------------------------------
def test_a_path_and_its_url_are_one_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Absolute and relative, and names that would mean something in a URL."""
    monkeypatch.chdir(tmp_path)
    with open_book("grades.db") as book:
        book.keep(begun(book), grade())
    for name in ("sqlite:///grades.db", f"sqlite:///{tmp_path}/grades.db", f"{tmp_path}/grades.db", "./grades.db"):
        with open_book(name, create=False) as book:
            assert len(book.grades()) == 1
    with open_book("odd %41?mode=ro#x.db") as book:
        assert book.grades() == []
    assert (tmp_path / "odd %41?mode=ro#x.db").is_file()


@pytest.mark.parametrize("text", ["postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg://u@h/d"])
def test_a_server_by_any_of_its_names(text: str) -> None:
    place = places.find(text)
    assert (place.url.drivername, place.name, place.file) == ("postgresql+psycopg", "d on h", None)


@pytest.mark.parametrize(
    "text",
    ["", ":memory:", "sqlite://", "sqlite:///:memory:", "sqlite://grades.db", "sqlite:///grades.db?mode=ro", "a\0b",
     "mysql://u@h/d", "postgresql+psycopg2://u@h/d", "postgresql://u:hidden@h", "http://x/y", "nonsense://",
     "postgresql://u:hid@den@h/d", "postgresql://u:hidden@h:port/d"],
)  # fmt: skip
def test_what_can_be_no_place(text: str) -> None:
    """A sentence with the forms that there are, and never the password."""
    with pytest.raises(UsageError) as raised:
        open_book(text)
    assert "grades.db" in raised.value.remedy
    assert not {"hid", "den@", "hidden"} & set(raised.value.message.replace("/", " ").split())
    assert "hid" not in raised.value.message + raised.value.remedy


def test_a_folder_that_is_missing_and_one_that_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="the folder for the gradebook .* does not exist"):
        open_book(str(tmp_path / "nowhere" / "grades.db"))
    with pytest.raises(UsageError, match="is a folder"):
        open_book(str(tmp_path))
    with pytest.raises(UsageError, match="can't be a gradebook"):
        open_book(str(tmp_path / ("x" * 300)))


def test_a_missing_book_is_not_made_by_who_reads(tmp_path: Path) -> None:
    """Nor is one made of an empty file."""
    file = tmp_path / "grades.db"
    with pytest.raises(UsageError, match="there is no gradebook") as raised:
        open_book(str(file), create=False)
    assert "classroom grade" in raised.value.remedy
    assert not file.exists()
    file.touch()
    with pytest.raises(UsageError, match="there is no gradebook"):
        open_book(str(file), create=False)
    assert file.read_bytes() == b""


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize("content", [b"learner,source\nada,x\n" * 100, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes, create: bool) -> None:
    """It is left as it is."""
    (tmp_path / "roster.csv").write_bytes(content)
    with pytest.raises((UsageError, MachineError), match=r"roster\.csv"):
        open_book(str(tmp_path / "roster.csv"), create=create)
    assert (tmp_path / "roster.csv").read_bytes() == content


@pytest.mark.parametrize(
    "made",
    [
        "CREATE TABLE songs (id)",
        "CREATE TABLE book (title)",
        "CREATE TABLE book (key, value)",
        "CREATE TABLE book (key, value); INSERT INTO book VALUES ('version', '0')",
        "CREATE TABLE runs (id); CREATE TABLE grades (id, learner, score); CREATE TABLE enrolled (day, learner)",
    ],
)
def test_a_database_of_another_program(tmp_path: Path, made: str) -> None:
    """Nothing is added to it."""
    file = tmp_path / "songs.db"
    with sqlite3.connect(file) as connection:
        connection.executescript(made)
    connection.close()
    before = file.read_bytes()
    with pytest.raises(UsageError, match="another program keeps its tables there"):
        open_book(str(file))
    assert file.read_bytes() == before


def test_a_book_of_a_newer_release(book_url: str, tmp_path: Path) -> None:
    """It is left as it is, and what to do is said."""
    with open_book(book_url):
        pass
    store = connect(places.find(book_url))
    with store.writing() as connection:
        connection.exec_driver_sql("UPDATE book SET value = '2' WHERE key = 'version'")
    with pytest.raises(UsageError, match="is of version 2, and this release reads up to 1") as raised:
        open_book(book_url)
    assert "pip install --upgrade" in raised.value.remedy
    store.close()


def of_version_0(url: str) -> Grade:
    """A book from before it said its version, with a grade in it."""
    with open_book(url) as book:
        kept = grade("ada", goals={"day2/cups.make": "passed"}, signature="signed")
        book.keep(begun(book), kept)
        book.enrol([Enrolled("ada", "day2")])
    store = connect(places.find(url))
    with store.writing() as connection:
        connection.exec_driver_sql("DROP TABLE book")
    store.close()
    return kept


@pytest.mark.parametrize("create", [True, False])
def test_a_book_of_an_older_release_is_brought_up_to_date(book_url: str, create: bool) -> None:
    """By whoever opens it first; nothing of it is another, and it stays the book that it became."""
    kept = of_version_0(book_url)
    with open_book(book_url, create=create) as book:
        assert book.grades() == [kept] and book.enrolled() == [Enrolled("ada", "day2")]
        secret = book.secret()
        assert len(secret) == 32 and begun(book, day="day3").id == 2
    with open_book(book_url) as again:
        assert again.secret() == secret and again.grades() == [kept]


def test_two_who_open_an_older_book_at_once(book_url: str) -> None:
    """One of them brings it up to date."""
    of_version_0(book_url)

    def secret(_: int) -> bytes:
        with open_book(book_url) as book:
            return book.secret()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(secret, range(8)))) == 1


def test_an_upgrade_is_whole_or_not_at_all(book_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step that fails takes back those before it; then the way to today's version is gone in order."""
    of_version_0(book_url)
    gone: list[int] = []

    def fails(connection: Any) -> None:
        connection.exec_driver_sql("CREATE TABLE halfway (id INTEGER)")
        connection.exec_driver_sql("INSERT INTO nowhere VALUES (1)")

    first = upgrading.STEPS[0]
    for module in (upgrading, shelf):
        monkeypatch.setattr(module, "VERSION", 2)
    monkeypatch.setattr(upgrading, "STEPS", (first, fails))
    with pytest.raises(MachineError):
        open_book(book_url)
    store = connect(places.find(book_url))
    with store.reading() as connection:
        assert not {"book", "halfway"} & set(sa.inspect(connection).get_table_names())
    steps = (lambda connection: (gone.append(0), first(connection)), lambda _: gone.append(1))
    monkeypatch.setattr(upgrading, "STEPS", steps)
    for _ in range(2):
        open_book(book_url).__exit__()
    with store.reading() as connection:
        found = connection.exec_driver_sql("SELECT value FROM book WHERE key = 'version'").scalar()
    store.close()
    assert (gone, found) == ([0, 1], "2")


def test_there_is_a_way_from_each_version() -> None:
    """Who raises the version has to say how an older book gets there."""
    assert len(upgrading.STEPS) == tables.VERSION


@pytest.mark.parametrize(
    "edit",
    ["goals = '{'", "goals = '[1]'", "misses = '{\"a\": 1}'", "disputed = '{}'", "status = 'fine'", "score = 'much'",
     "graded_at = 'today'", "learner = x'ff'", "seed = 'x'", "goals = '" + "[" * 100_000 + "'"],
)  # fmt: skip
def test_a_row_that_was_edited_into_nonsense(tmp_path: Path, edit: str) -> None:
    """The list without it would be taken for the whole: there is none."""
    with open_book(str(tmp_path / "grades.db")) as book:
        run = begun(book)
        book.keep(run, grade("ada"))
        book.keep(run, grade("bob"))
        with sqlite3.connect(tmp_path / "grades.db") as connection:
            connection.execute(f"UPDATE grades SET {edit} WHERE learner = 'bob'")
        connection.close()
        with pytest.raises(MachineError, match="a row of the gradebook .* can't be read") as raised:
            book.grades()
        assert "copy" in raised.value.remedy


def test_a_server_that_does_not_answer() -> None:
    """Nothing of the password, wherever in the URL it stands."""
    for url in ("postgresql://u:s3cret@127.0.0.1:1/d", "postgresql://u@127.0.0.1:1/d?password=s3cret"):
        with pytest.raises(MachineError, match="gave no service for d on 127.0.0.1") as raised:
            open_book(url)
        assert "s3cret" not in raised.value.message + raised.value.remedy


@pytest.mark.parametrize(
    ("missing", "url", "cure"),
    [
        ("sqlalchemy", "grades.db", "pip install 'backend-week[classroom]'"),
        ("psycopg", "postgresql://u@h/d", "pip install 'backend-week[services]'"),
    ],
)
def test_a_library_that_is_missing(tmp_path: Path, missing: str, url: str, cure: str) -> None:
    """The machine's fault, with what to install."""
    program = f"""
import sys
sys.modules[{missing!r}] = None
from grader.errors import MachineError
try:
    from grader.classroom.book import open_book
    open_book({url!r})
except MachineError as error:
    print(error.remedy)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path)
    assert (done.stdout.strip(), done.stderr) == (cure, "")
