"""The class as a page: nothing runs or loads in it, hostile text stays text, it is small for thousands and says itself
in words; and `classroom report`, which writes it."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from classroom_samples import NOON, any_grade, grade
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import settings as bounded
from hypothesis import strategies as st
from small_course import build

from grader.classroom.book import open_book
from grader.classroom.page import render
from grader.classroom.page_map import OPEN, PART
from grader.classroom.records import Counted, Enrolled, Grade
from grader.classroom.standing import standings
from grader.cli import classroom_report
from grader.model import Day, Exercise, Goal
from grader.printable import printable

TODAY = date(2026, 1, 9)
VOID = {"meta", "link", "br"}
DRAWN = {"rect", "line"}  # may close themselves
ALLOWED = VOID | DRAWN | set(
    "html head title style body header div p h1 h2 h3 nav ul ol li a span main article code dl dt dd section figure svg"
    " text figcaption b strong table thead tbody tr th td details summary footer".split()
)  # fmt: skip
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> \x1b[31m\u202e ##[error] {{ 7*7 }}"
NAMES = [f"g{number:02}" for number in range(40)]


class Page(HTMLParser):
    """What stands in a page, and that every tag is closed where it was opened."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.words: list[str] = []
        self.rows: list[tuple[str, list[tuple[str, str]]]] = []
        self.cell = ""
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        found = {name: value or "" for name, value in attrs}
        self.attributes += [(tag, name, value) for name, value in found.items()]
        if tag == "tr" and "aria-label" in found:
            self.rows.append((found["aria-label"], []))
        if tag == "td" and self.rows:
            self.rows[-1][1].append((found.get("class", ""), found.get("title", "")))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in DRAWN
        self.tags[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def day(*goals: str, id: str = "day2") -> Day:
    """A day of one exercise."""
    made = tuple(Goal(f"{id}/cups.{name}", f"{name} a cup", (), ()) for name in goals)
    return Day(id, "Cups", "", (Exercise(f"{id}/cups", "Cups", 1.0, made, Path()),), Path())


def page(grades: list[Grade], *goals: str, late_s: float = 0.0, missing: tuple[str, ...] = ()) -> str:
    """The page about day 2."""
    counted = [Counted(one.learner, one.day, one, one.score, late_s) for one in grades]
    counted += [Counted(learner, "day2", None) for learner in missing]
    return render(standings(counted, grades, {"day2": day(*goals)}), TODAY)


def harmless(text: str) -> Page:
    """Nothing in it runs, loads, or leads anywhere else; nothing steers or hides."""
    found = Page(text)
    assert set(found.tags) <= ALLOWED
    assert not [name for _, name, _ in found.attributes if name.startswith("on") or name in ("src", "style", "srcdoc")]
    links = [(tag, value) for tag, name, value in found.attributes if name == "href"]
    assert all(value.startswith("data:image/svg+xml,") if tag == "link" else value[0] == "#" for tag, value in links)
    assert re.search(r'http-equiv="Content-Security-Policy" content="default-src \'none\';', text)
    assert "url(" not in text and "@import" not in text
    assert printable(text, None) == text
    return found


# --- what is on it ----------------------------------------------------------------------------------------------------
def test_a_row_says_itself_in_words() -> None:
    """An aria-label, a sign beside each colour, and the reason where a goal that failed is pointed at."""
    became = {"day2/cups.make": "passed", "day2/cups.read": "failed", "day2/cups.drop": "needs"}
    one = grade("ada", goals=became, misses={"day2/cups.read": "expected 200 OK, got 404 Not Found"}, score=1 / 3)
    two = grade("bob", status="not-startable", problem="the module flask is missing")
    found = harmless(page([one, two], "make", "read", "drop"))
    assert [words for words, _ in found.rows] == ["ada: 1 of 3 goals", "bob: could not be started"]
    cells = found.rows[0][1]
    assert [kind for kind, _ in cells] == ["n q", "n", "p g", "f", "w"]
    assert cells[3][1] == "read: expected 200 OK, got 404 Not Found"
    assert "ada 1/3 33 % ✓ ✕ …" in found.text
    assert "could not be started: the module flask is missing" in found.text
    assert "passed ✕ failed … not tried: another goal failed first" in found.text  # the legend, of what occurs
    assert "two seeds" not in found.text


def test_disputed_official_and_late() -> None:
    """A mark for two seeds that disagree; official beside practice; how late."""
    failed = {"day2/cups.make": "failed"}
    one = grade("ada", goals=failed, disputed=("day2/cups.make",), official=True)
    found = harmless(page([one, grade("bob", goals=failed)], "make", late_s=7500))
    assert [row[1][2][0] for row in found.rows] == ["d g", "f g"]
    assert "failed: two seeds did not agree" in found.text
    assert "1 grade official, 1 practice." in found.text
    assert "late, official" in found.text and "ada (2 h 05 min), bob (2 h 05 min)" in found.text
    assert "All grades are official." in harmless(page([one], "make")).text
    assert "All grades are practice: none is official." in harmless(page([grade()], "make")).text


def test_all_that_a_teacher_asks() -> None:
    """Shares, hardest goals, shared failures, who is stuck and by which rule, who is missing, the scores."""
    grades = [
        grade(who, goals={"day2/cups.make": "failed", "day2/cups.read": became}, misses={"day2/cups.make": f"got {n}"})
        for n, (who, became) in enumerate([("ada", "passed"), ("bob", "failed"), ("cyd", "failed")])
    ]
    text = harmless(page(grades, "make", "read", missing=("zoe",))).text
    assert "graded 3 of 4" in text and "missing 1" in text and "stuck 2" in text
    assert "day2/cups.make 0 % make a cup 0 of 3 passed day2/cups.read 33 %" in text
    assert "day2/cups.make 3 learners got 0 ada, bob, cyd" in text
    assert "bob no goal passed cyd no goal passed Stuck are learners whose" in text
    assert "Missing zoe Late Nobody is." in text
    assert 'aria-label="Learners by score: 3 from 0 to below 10 %"' in page(grades, "make", "read")


def test_what_was_not_judged() -> None:
    """Each row says why it has no cells; also that of a project day's grade without any goal."""
    statuses = {"ada": "graded", "bob": "refused"}
    counted = [Counted(who, "day9", grade(who, "day9", status=status)) for who, status in statuses.items()]
    found = harmless(render(standings(counted, [], {}), TODAY))
    assert [words for words, _ in found.rows] == ["ada: no goal that counts was judged", "bob: could not be taken"]


def test_nobody_and_nothing() -> None:
    """An empty gradebook says how to begin; a day that nobody has a grade of says who is missing."""
    assert "Nobody is in the gradebook yet." in harmless(render([], TODAY)).text
    text = harmless(page([], "make", missing=("zoe",))).text
    assert "graded 0 of 1" in text and "Nothing is graded yet." in text and "zoe" in text


def test_hostile_texts() -> None:
    """In every place that a learner's text can reach it is shown, and does nothing."""
    id = f"day2/cups.{EVIL}"
    one = grade(EVIL, goals={id: "failed", "day2/cups.make": "passed"}, misses={id: EVIL}, disputed=(EVIL,))
    grades = [
        one,
        replace(one, learner="bob" + EVIL),
        grade("c" + EVIL, status="not-startable", problem=EVIL),
        grade("d" + EVIL, status="refused", problem=EVIL),
    ]
    text = page(grades, "make", late_s=60, missing=(EVIL * 2,))
    found = harmless(text)
    assert "<script>alert(1)</script>" in found.text and "\\x1b[31m\\u202e #\\x23[error] {{ 7*7 }}" in found.text
    assert "<script" not in text and "<img" not in text
    counted = [Counted(EVIL, EVIL, replace(one, day=EVIL))]
    harmless(render(standings(counted, [], {}), TODAY))


@bounded(max_examples=40)
@given(st.lists(any_grade(), max_size=3))
def test_whatever_a_gradebook_holds(grades: list[Grade]) -> None:
    """Never an error, and never anything but text."""
    counted = [Counted(one.learner, one.day, one, one.score, 1e9) for one in grades]
    harmless(render(standings(counted, grades, {"day2": day("make")}), TODAY))


# --- thousands --------------------------------------------------------------------------------------------------------
def many(number: int) -> list[Grade]:
    """Learners with 40 goals each."""
    outcomes = ["passed", "passed", "failed", "needs"]
    return [
        grade(
            f"learner-{n:05}@school.example",
            goals={f"day2/cups.{name}": outcomes[(n * 7 + at * n) % 4] for at, name in enumerate(NAMES)},
            misses={f"day2/cups.{name}": f"expected 200 OK, got {n}" for name in NAMES},
            score=(n % 100) / 100,
        )
        for n in range(number)
    ]


def test_five_thousand_learners() -> None:
    """Below 20 MiB, in seconds of work, with a hundred rows open and each learner once."""
    grades = many(5000)
    began = time.process_time()
    text = page(grades, *NAMES, missing=tuple(f"gone-{n}" for n in range(5000)))
    assert time.process_time() - began < 20
    assert len(text.encode()) < 8 * 2**20
    opened, _, behind = text.partition("<summary>Rows ")
    assert opened.count("<tr aria-label=") == OPEN
    assert behind.count("<tr aria-label=") == 5000 - OPEN
    assert behind.count("<summary>Rows ") + 1 == -(-(5000 - OPEN) // PART)
    assert text.count(' title="g00: ') == 0  # reasons are for classes that one can look through


def test_a_small_class_is_open() -> None:
    """No rows behind clicks."""
    text = page(many(OPEN), *NAMES)
    assert "<summary>Rows " not in text and text.count("<tr aria-label=") == OPEN


# --- the command ------------------------------------------------------------------------------------------------------
Command = Callable[..., Result]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """`command("--html", "class.html")`, in a folder with a small course's gradebook."""
    course = build(tmp_path / "course")
    monkeypatch.setattr("grader.catalog.root", lambda: course)
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(classroom_report.main, words, prog_name="classroom report")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A gradebook: ada is late, bob could not be started, cyd is missing; and ada has a day that the course has not."""
    deadline = datetime(2026, 1, 5, 11, tzinfo=UTC)
    file = tmp_path / "grades.db"
    with open_book(str(file)) as opened:
        opened.enrol([Enrolled(who, "day2", deadline=deadline) for who in ("ada", "cyd")] + [Enrolled("bob", "day2")])
        run = opened.begin("day2", "c1", seed=7, again=False, draw=lambda: 7)
        became = {"day2/cups.create": "passed", "day2/spoons.create": "failed"}
        opened.keep(run, grade("ada", goals=became, score=1.0, misses={"day2/spoons.create": "ada was here"}))
        opened.keep(run, grade("bob", status="not-startable", problem="the port is taken"))
        opened.keep(run, grade("ada", "day9", goals={"day9/pots.boil": "passed"}, score=0.5, submitted_at=NOON))
    return file


@pytest.mark.usefixtures("book")
def test_report(command: Command) -> None:
    """Each day of the gradebook, with what the course calls it."""
    result = command()
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[:5] == [
        "day2  Small things",
        "  graded   2 of 3 · practice, none is official",
        "  median   50 %",
        "  missing  1: cyd",
        "  late     1: ada (1 h 00 min)",
    ]
    assert "  stuck    bob  could not be started: the port is taken" in result.stdout
    assert "day9\n  graded   1 of 1" in result.stdout


@pytest.mark.usefixtures("book")
def test_report_as_a_page(command: Command, tmp_path: Path) -> None:
    """To a file beside the summary, or to standard output instead of it; only the days asked for."""
    result = command("--html", "class.html", "--day", "day2")
    assert result.exit_code == 0 and "day9" not in result.stdout
    found = harmless((tmp_path / "class.html").read_text(encoding="utf-8"))
    assert sorted(words for words, _ in found.rows) == ["ada: 1 of 1 goal", "bob: could not be started"]
    result = command("--html", "-")
    assert result.stdout.lstrip().startswith("<!doctype html>")
    assert "median   " not in result.stdout


@pytest.mark.usefixtures("book")
def test_report_without_names(command: Command) -> None:
    """Neither in the summary nor on the page, and the same numbers in both, whichever days are asked for."""
    told, drawn = command("--anonymous").stdout, command("--anonymous", "--html", "-").stdout
    alone = command("--anonymous", "--day", "day9", "--html", "-").stdout
    assert not any(name in text for text in (told, drawn, alone) for name in ("ada", "bob", "cyd"))
    assert "Names are left out." in drawn
    numbers = re.findall(r"learner-\d{3}", alone)
    assert numbers and set(numbers) <= {"learner-001", "learner-002", "learner-003"}
    assert f'aria-label="{numbers[0]}: 1 of 1 goal"' in drawn


@pytest.mark.usefixtures("book")
def test_the_teachers_policy_counts(command: Command, tmp_path: Path) -> None:
    """course.toml of this folder, or the one that is named."""
    (tmp_path / "course.toml").write_text("[classroom]\nlate_percent_per_day = 100\n")
    assert "median   0 %" in command("--day", "day2").stdout
    (tmp_path / "other.toml").write_text("[classroom]\ngrace_minutes = 90\n")
    assert "  late  " not in command("--day", "day2", "--course", "other.toml").stdout


@pytest.mark.usefixtures("book")
def test_what_the_policy_leaves_out_is_not_on_the_page(command: Command, tmp_path: Path) -> None:
    """It says how many, so that nobody looks for them; without wishes it says nothing."""
    assert "left out" not in command("--day", "day2", "--html", "-").stdout.replace("Names are left out", "")
    (tmp_path / "course.toml").write_text('[classroom]\nleave_out = ["day2/spoons"]\n')
    found = harmless(command("--day", "day2", "--html", "-").stdout)
    assert "The teacher left out 1 goal: it does not count, and is not shown." in found.text
    assert "spoons" not in found.text.lower() and "ada was here" not in found.text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--book", "no.db"), "there is no gradebook no.db"),
        (("--day", "day2"), "there is no gradebook grades.db"),
        (("--course", "no.toml"), "there is no file no.toml"),
        (("--html", "no/class.html"), "does not exist"),
    ],
)
def test_wrong_use(command: Command, words: tuple[str, ...], said: str) -> None:
    """A sentence and what to do next, before anything is made."""
    result = command(*words)
    assert result.exit_code == 2 and said in result.stderr
    assert not Path("grades.db").exists()


@pytest.mark.usefixtures("book")
def test_a_day_that_the_gradebook_has_not(command: Command) -> None:
    """It says which it has."""
    result = command("--day", "day3")
    assert result.exit_code == 2
    assert "the gradebook has nothing about day3" in result.stderr and "It holds: day2, day9." in result.stderr
