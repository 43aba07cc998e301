"""`classroom export`: what is written for a spreadsheet, for Moodle, for Canvas, and without names."""

from __future__ import annotations

import csv
import dataclasses
import io
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from classroom_samples import HOUR, NOON, grade
from click.testing import CliRunner, Result

from grader import catalog
from grader.classroom.book import open_book
from grader.classroom.export_lines import Line, pseudonyms, without_names
from grader.classroom.exporting import PLAIN, column, percent, render
from grader.classroom.records import Enrolled, Grade
from grader.cli import classroom_export

Type = Callable[..., Result]
DAY2 = [goal.id for goal in catalog.load_day("day2").goals]
ALL = dict.fromkeys(DAY2, "passed")
HALF = {goal: "passed" if goal.startswith(("day2/methods", "day2/resources")) else "failed" for goal in DAY2}
BONUS = {goal.id: "passed" for goal in catalog.load_day("day5").goals}


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Type:
    """`command("--format", "moodle")`, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(classroom_export.main, words, prog_name="classroom export")


def keep(*grades: Grade, enrolled: tuple[Enrolled, ...] = (), book: str = "grades.db") -> None:
    with open_book(book) as opened:
        run = opened.begin("day2", "c1", seed=7, again=False, draw=int)
        opened.enrol(enrolled)
        for one in grades:
            opened.keep(run, one)


@pytest.fixture
def a_class(command: Type) -> None:
    """Three learners, of whom one has nothing; two days, on one of which there is a bonus."""
    keep(
        grade("ada", goals=HALF, score=0.5, commit="abc123", submitted_at=NOON),
        grade("ada", goals=ALL, submission="s2", seed=8, submitted_at=NOON + 25 * HOUR, commit="def456"),
        grade("ada", "day5", goals=BONUS),
        grade("bob", status="refused", submission="", problem="=HYPERLINK(1)\nBob's repository is gone", commit="fff"),
        enrolled=(
            Enrolled("ada", "day2", "ada@school.example", NOON),
            Enrolled("bob", "day2", "bob@school.example", NOON),
            Enrolled("eve", "day2", "eve@school.example", NOON + HOUR),
        ),
    )


def table(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout), strict=True))


def rows(result: Result) -> list[list[str]]:
    assert result.exit_code == 0, result.output
    return list(csv.reader(io.StringIO(result.stdout), strict=True))


# --- plain ------------------------------------------------------------------------------------------------------------
def test_a_row_a_learner_and_day(a_class: None, command: Type) -> None:
    """The best attempt, what it is late, how many there were; who has none is missing."""
    found = table(command())
    assert [(row["day"], row["learner"]) for row in found] == [
        ("day2", "ada"),
        ("day2", "bob"),
        ("day2", "eve"),
        ("day5", "ada"),
    ]
    assert found[0] == {
        "learner": "ada",
        "email": "ada@school.example",
        "day": "day2",
        "score_percent": "100.00",
        "passed": "yes",
        "late_minutes": "1500",
        "attempts": "2",
        "status": "graded",
        "submitted_at": "2026-01-06T13:00:00Z",
        "deadline": "2026-01-05T12:00:00Z",
        "commit": "def456",
        "problem": "",
    }
    assert found[1]["problem"] == "'=HYPERLINK(1) Bob's repository is gone"
    assert (found[1]["score_percent"], found[1]["passed"], found[1]["status"]) == ("0.00", "no", "refused")
    missing = {name: found[2][name] for name in PLAIN if name not in ("learner", "email", "day", "deadline")}
    assert missing == dict.fromkeys(missing, "") | {"attempts": "0", "status": "missing"}
    assert float(found[3]["score_percent"]) > 100


def test_the_policy_of_this_folder(a_class: None, command: Type, tmp_path: Path) -> None:
    """course.toml is read where there is one; another one where it is named; one that is wrong ends it."""
    (tmp_path / "course.toml").write_text("[classroom]\nlate_percent_per_day = 30\n")
    assert table(command("--day", "day2"))[0]["commit"] == "abc123"  # half of it in time beats all of it two days late
    (tmp_path / "other.toml").write_text("[classroom]\nattempt = 'last'\nlate_percent_per_day = 20\n")
    assert table(command("--day", "day2", "--course", "other.toml"))[0]["score_percent"] == "60.00"
    (tmp_path / "course.toml").write_text("[classroom]\nattempt = 'first'\n")
    result = command("--out", "grades.csv")
    assert (result.exit_code, (tmp_path / "grades.csv").exists()) == (2, False)
    assert "course.toml, [classroom]: 'attempt' must be best or last" in result.stderr
    assert command("--course", "none.toml").exit_code == 2


def test_some_days(a_class: None, command: Type) -> None:
    assert {row["day"] for row in table(command("--day", "day5"))} == {"day5"}
    assert {row["day"] for row in table(command("--day", "day5", "--day", "day2"))} == {"day2", "day5"}
    result = command("--day", "day3")
    assert result.exit_code == 2
    assert "there is nothing about day3 in this gradebook\n  It knows of day2, day5." in result.stderr
    assert "no day called 'day22'" in command("--day", "day22").stderr


def test_a_day_that_the_course_has_not(command: Type) -> None:
    """Of a pack: its recorded scores are exported all the same."""
    keep(grade("ada", "exam", goals={"exam/one.a": "passed"}, score=0.75, passed=True))
    (row,) = table(command("--day", "exam"))
    assert (row["day"], row["score_percent"], row["passed"]) == ("exam", "75.00", "yes")
    assert rows(command("--format", "moodle"))[0] == ["Username", "Backend Week: exam"]


def test_a_regrade_shows_when_it_was_first_handed_in(command: Type) -> None:
    """As lateness does."""
    again = grade(goals=ALL, seed=8, graded_at=NOON + 48 * HOUR, submitted_at=NOON + 48 * HOUR)
    keep(grade(goals=HALF), again, enrolled=(Enrolled("ada", "day2", "", NOON),))
    (row,) = table(command())
    assert (row["score_percent"], row["late_minutes"], row["attempts"]) == ("100.00", "0", "1")
    assert row["submitted_at"] == "2026-01-05T12:00:00Z"


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "a\u202eb", 'a,"b"\n;=1', "\x1b[31m"])
@pytest.mark.parametrize("kind", ["plain", "moodle", "canvas"])
def test_hostile_texts(command: Type, name: str, kind: str) -> None:
    """No cell is a formula, steers a terminal or breaks the table; and names that suffered are told."""
    keep(
        grade(name, goals=ALL, problem=name, commit=name),
        enrolled=(Enrolled(name, "day2", name, NOON), Enrolled("zoe", "day2", "zoe@x", NOON)),
    )
    result = command("--format", kind)
    found = rows(result)
    assert len({len(row) for row in found}) == 1
    assert len(found) == {"plain": 3, "moodle": 3, "canvas": 4}[kind]
    for cell in (cell for row in found for cell in row):
        assert not cell.startswith(("=", "+", "@")) and (cell == "-" or not cell.startswith("-"))
        assert cell.isprintable()
    assert "1 of 2 names are written in another way" in result.stderr
    assert ("will not find them" in result.stderr) == (kind != "plain")
    assert all(line.isprintable() and line.startswith("note: ") for line in result.stderr.splitlines())


def test_what_a_service_would_obey(command: Type) -> None:
    """No line of the table or of a note is a command to a CI service."""
    keep(grade("::error::x", goals=ALL, problem="##[error] x"))
    result = command()
    assert not any(line.lstrip().startswith("::") for line in (result.stdout + result.stderr).splitlines())
    assert "##[" not in result.output


# --- Moodle and Canvas ------------------------------------------------------------------------------------------------
def test_moodle(a_class: None, command: Type) -> None:
    """A row a learner; `-` is its sign for no grade; nothing above 100, for one such ends the import."""
    result = command("--format", "moodle")
    assert rows(result) == [
        ["Username", "Email address", "Backend Week: Day 2", "Backend Week: Day 5"],
        ["ada", "ada@school.example", "100.00", "100.00"],
        ["bob", "bob@school.example", "0.00", "-"],
        ["eve", "eve@school.example", "-", "-"],
    ]
    assert result.stderr == ""
    assert float(rows(command("--format", "moodle", "--above-100"))[1][3]) > 100


def test_moodle_where_an_address_is_missing(a_class: None, command: Type) -> None:
    """A row that names nobody would go to the one above it: the column is left out, and that is told."""
    keep(enrolled=(Enrolled("kim", "day2"),))
    result = command("--format", "moodle")
    assert rows(result)[0] == ["Username", "Backend Week: Day 2", "Backend Week: Day 5"]
    assert "1 of 4 learners have no e-mail address (first kim)" in result.stderr


def test_canvas(a_class: None, command: Type) -> None:
    """The head that its importer looks for, then the points, then the learners; no byte order mark."""
    result = command("--format", "canvas", "--out", "canvas.csv")
    assert (result.exit_code, result.output) == (0, "")
    text = Path("canvas.csv").read_bytes().decode()
    assert list(csv.reader(io.StringIO(text), strict=True)) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Backend Week: Day 2", "Backend Week: Day 5"],
        ["Points Possible", "", "", "", "", "100", "100"],
        ["ada", "", "ada", "ada", "", "100.00", "100.00"],
        ["bob", "", "bob", "bob", "", "0.00", ""],
        ["eve", "", "eve", "eve", "", "", ""],
    ]
    assert float(rows(command("--format", "canvas", "--above-100"))[2][6]) > 100


@pytest.mark.parametrize(
    ("score", "shown"),
    [(0, "0.00"), (1, "100.00"), (0.29, "29.00"), (2 / 3, "66.66"), (0.99999, "99.99"), (1.1, "110.00")],
)
def test_a_percentage_is_rounded_down(score: float, shown: str) -> None:
    """100.00 means all of it."""
    assert percent(score) == shown
    assert percent(score, above=False) == min(shown, "100.00", key=float)


def test_titles_of_columns() -> None:
    assert [column("day2"), column("exam"), column("day=1")] == [
        "Backend Week: Day 2",
        "Backend Week: exam",
        "Backend Week: day=1",
    ]


# --- without names ----------------------------------------------------------------------------------------------------
def test_without_names(a_class: None, command: Type) -> None:
    """Nothing of who it is, the same pseudonym on every day, and in every export."""
    result = command("--anonymous")
    found = table(result)
    assert not any(word in result.output for word in ("ada", "bob", "eve", "Bob", "school.example", "def456", ":00Z"))
    assert {row["learner"] for row in found} == {"learner-001", "learner-002", "learner-003"}
    assert [(row["day"], row["learner"]) for row in found] == sorted((row["day"], row["learner"]) for row in found)
    (day5,) = table(command("--anonymous", "--day", "day5"))
    assert day5["learner"] == next(row["learner"] for row in found if row["day"] == "day5")
    assert day5["learner"] == next(row["learner"] for row in found if row["score_percent"] == "100.00")
    assert {row["submitted_at"] for row in found} == {"2026-01-05", "2026-01-06", ""}
    assert command("--anonymous").stdout == result.stdout


def test_pseudonyms_tell_nothing_without_the_key() -> None:
    """Neither by their order nor from a list of names; and they last for a large class."""
    names = [f"n{number:04}" for number in range(1200)]
    one, other = pseudonyms(names, b"a" * 32), pseudonyms(names, b"b" * 32)
    assert one == pseudonyms(reversed([*names, *names]), b"a" * 32)
    assert sum(one[name] == other[name] for name in names) < 20
    assert len(set(one.values())) == 1200
    assert {len(name) for name in one.values()} == {len("learner-0001")}
    assert [one[name] for name in names] != sorted(one.values())


def test_the_order_of_the_rows_tells_nothing() -> None:
    lines = [Line(f"n{number:02}", "day2", score=number / 20) for number in range(20)]
    hidden = without_names(lines, [line.learner for line in lines], b"k" * 32)
    assert [line.learner for line in hidden] == sorted(line.learner for line in hidden)
    assert [line.score for line in hidden] != sorted(line.score or 0 for line in hidden)
    random.Random(1).shuffle(lines)
    assert without_names(lines, [line.learner for line in lines], b"k" * 32) == hidden


@pytest.mark.parametrize("kind", ["moodle", "canvas"])
def test_systems_that_find_people_by_their_names(a_class: None, command: Type, kind: str) -> None:
    result = command("--anonymous", "--format", kind)
    assert result.exit_code == 2
    assert f"{kind.capitalize()} finds people by their names" in result.stderr


# --- what goes wrong --------------------------------------------------------------------------------------------------
def test_no_gradebook(command: Type, tmp_path: Path) -> None:
    """It is not made."""
    result = command()
    assert result.exit_code == 2
    assert "there is no gradebook grades.db" in result.stderr
    assert "classroom grade" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_empty_gradebook(command: Type) -> None:
    keep()
    result = command()
    assert result.exit_code == 2
    assert "there is nothing in this gradebook yet" in result.stderr


def test_never_half_a_file(a_class: None, command: Type) -> None:
    """Where a row can't be read, an older file stays as it was."""
    Path("out.csv").write_text("older")
    with sqlite3.connect("grades.db") as connection:
        connection.execute("UPDATE grades SET goals = '{' WHERE learner = 'bob'")
    connection.close()
    result = command("--out", "out.csv")
    assert result.exit_code == 4
    assert "can't be read" in result.stderr
    assert "Traceback" not in result.output
    assert Path("out.csv").read_text() == "older"
    assert sorted(path.name for path in Path().iterdir()) == ["grades.db", "out.csv"]
    assert command().stdout == ""


@pytest.mark.parametrize("out", ["", "nowhere/x.csv", ".", "a\0b"])
def test_places_that_can_not_be_written(a_class: None, command: Type, out: str) -> None:
    result = command("--out", out)
    assert result.exit_code == 2
    assert "error:" in result.stderr


def test_another_book(command: Type, tmp_path: Path) -> None:
    """By path and by URL; a password is never said."""
    (tmp_path / "books").mkdir()
    keep(grade(goals=ALL), book="books/2026.db")
    assert len(table(command("--book", "books/2026.db"))) == 1
    assert len(table(command("--book", "sqlite:///books/2026.db"))) == 1
    result = command("--book", "postgresql://u:s3cret@127.0.0.1:1/d")
    assert (result.exit_code, "s3cret" in result.output) == (4, False)


def test_a_file_has_a_mark_and_a_pipe_has_none(a_class: None, command: Type) -> None:
    """For spreadsheets; as the report's table."""
    assert command("--out", "out.csv").exit_code == 0
    data = Path("out.csv").read_bytes()
    assert data.startswith(b'\xef\xbb\xbf"learner"')
    assert data.decode("utf-8-sig") == command().stdout
    assert render("plain", []) == "\ufeff" + ",".join(f'"{name}"' for name in PLAIN) + "\n"


def test_a_line_says_all_that_is_exported() -> None:
    """A field that is added to a line is thought of where names are left out."""
    whole: dict[str, Any] = {field.name: "x" for field in dataclasses.fields(Line)} | {"score": 1.0, "late_s": 60.0}
    (hidden,) = without_names([Line(**{**whole, "attempts": 1, "passed": True})], ["x"], b"k")
    assert hidden == Line(
        "learner-001", "x", "", 1.0, True, 60.0, 1, status="x", submitted_at="x", deadline="x", commit="", problem=""
    )
