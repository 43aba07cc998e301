"""Manifests read into days; a broken one is named with its file and key, and is never a learner's fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_course import EXERCISE, build

from grader import catalog
from grader.catalog import choose, day_ids, load_day, load_exercise, nearest
from grader.errors import CourseError, UsageError

CUPS = EXERCISE.format(title="Cups", hours=2, extra="", name="cup")


def test_a_day(tmp_path):
    """Days, exercises, goals and checks, each with its full id."""
    day = load_day("day2", build(tmp_path))
    assert (day.id, day.number, day.title, day.hours) == ("day2", 2, "Small things", 2.0)
    assert [one.id for one in day.exercises] == ["day2/cups", "day2/spoons"]
    assert [one.bonus for one in day.exercises] == [False, True]
    (goal,) = day.exercises[0].goals
    assert goal.id == "day2/cups.create" and goal.name == "create"
    assert goal.hints == ({"all": "look"}, {"all": "think"})
    (check,) = goal.checks
    assert (check.id, check.function, check.says) == ("day2/cups.create::create", "test_create", "It is made.")
    assert check.line == 1 and not check.runs_first


def test_the_course_itself():
    """Every day that this project ships can be read, and its ids are all different."""
    for day in map(load_day, day_ids()):
        ids = [check.id for goal in day.goals for check in goal.checks]
        assert ids and len(set(ids)) == len(ids)
        assert all(check.says for goal in day.goals for check in goal.checks)


def test_checks_are_read_never_imported(tmp_path):
    """A check's file is parsed only; its first paragraph is what it says."""
    source = (
        "import pytest\nraise SystemExit('imported')\n\n\ndef helper():\n    pass\n\n\n"
        '@pytest.mark.first\ndef test_a():\n    """One\n    line.\n\n    More.\n    """\n\n\ndef test_b():\n    pass\n'
    )
    build(tmp_path, day2__cups__checks__test_create=source)
    (tmp_path / "day2/cups/checks/test_create").replace(tmp_path / "day2/cups/checks/test_create.py")
    one, other = load_day("day2", tmp_path).exercises[0].goals[0].checks
    assert (one.name, one.says, one.runs_first) == ("a", "One line.", True)
    assert (other.name, other.says, other.runs_first) == ("b", "", False)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text.replace("format = 1", "format = 2"), "format is 2, this grader reads 1"),
        (lambda text: text.replace("format = 1", ""), "'format' is missing or of the wrong type"),
        (lambda text: text.replace("format = 1", "format = true"), "'format' is missing or of the wrong type"),
        (lambda text: text.replace('title = "Cups"', "title = 3"), "'title' is missing"),
        (lambda text: text.replace("hours = 2", ""), "'hours' is missing"),
        (lambda text: f'{text}docs = "http://docs.example"\n', "'docs' must be an address that begins with https://"),
        (lambda text: f"{text}docs = {{ flask = 3 }}\n", "'docs' must be an address"),
        (lambda text: text.replace("hours = 2", 'hours = "2"'), "'hours' is missing"),
        (lambda text: text.replace("hours = 2", "hours = true"), "'hours' is missing"),
        (lambda text: text.replace("hours = 2", "hours = 0"), "'hours' is 0, it must be above 0"),
        (lambda text: text.replace("hours = 2", "hours = -1"), "'hours' is -1"),
        (lambda text: text.replace("hours = 2", "hours = nan"), "'hours' is nan"),
        (lambda text: text.replace("hours = 2", "hours = inf"), "'hours' is inf"),
        (lambda text: text.replace('id = "create"', ""), "'id' is missing"),
        (lambda text: text.replace('id = "create"', 'id = "other"'), "its checks can't be read"),
        (lambda text: text.replace("hints =", "x ="), "'hints' is missing"),
        (lambda text: text.partition("[[goals]]")[0], "'goals' is missing"),
        (lambda text: text + text[text.index("[[goals]]") :], "two goals are called 'create'"),
        (lambda text: text + "[[", "can't be read"),
        (lambda text: text + '[suite]\nserver = "none.py"\nfaults = []\n', "suite.server names none.py"),
    ],
)
def test_broken_manifests(tmp_path, change, words):
    """The complaint names the file and what is wrong with it."""
    build(tmp_path)
    manifest = tmp_path / "day2/cups/exercise.toml"
    manifest.write_text(change(CUPS))
    with pytest.raises(CourseError, match=words) as caught:
        load_day("day2", tmp_path)
    assert "exercise.toml" in str(caught.value) or "day2/cups" in str(caught.value)
    assert caught.value.exit_code == 4


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("test_create.py", "", "test_create.py holds no check"),
        ("test_create.py", "def test_a(:\n", "its checks can't be read"),
        ("test_create.py", "def test_a(): ...\n\ndef test_a(): ...\n", "two checks are called 'test_a'"),
        ("test_stray.py", "def test_a(): ...\n", "no goal for checks/test_stray.py"),
    ],
)
def test_broken_checks(tmp_path, name, content, words):
    """Checks that no result could come from, or that would hide each other, are found before anything runs."""
    build(tmp_path)
    (tmp_path / "day2/cups/checks" / name).write_text(content)
    with pytest.raises(CourseError, match=words):
        load_exercise("day2", tmp_path / "day2/cups")


@pytest.mark.parametrize("manifest", ["day2/day.toml", "day2/cups/exercise.toml"])
@pytest.mark.parametrize("content", [b"\xff\xfe", b"a = \n", b"", b'title = "x"\nexercises = "cups"\n'])
def test_unreadable_manifests(tmp_path, manifest, content):
    """No traceback for bytes that are no UTF-8, no TOML, or nothing."""
    build(tmp_path)
    (tmp_path / manifest).write_bytes(content)
    with pytest.raises(CourseError, match=Path(manifest).name):
        load_day("day2", tmp_path)


def test_an_exercise_twice(tmp_path):
    """Would be counted twice."""
    build(tmp_path, day2__day="")
    day = tmp_path / "day2/day.toml"
    day.write_text('title = "x"\nexercises = ["cups", "cups"]\n')
    with pytest.raises(CourseError, match="two exercises are called 'cups'"):
        load_day("day2", tmp_path)


def test_requires_within_and_across(tmp_path):
    """A short name is a goal of the same exercise, a full one of any."""
    build(tmp_path)
    manifest = tmp_path / "day2/cups/exercise.toml"
    manifest.write_text(CUPS + 'requires = ["list", "day2/spoons.create"]\n')
    assert load_day("day2", tmp_path).exercises[0].goals[0].requires == ("day2/cups.list", "day2/spoons.create")


@pytest.mark.parametrize("name", ["day9", "", "..", "day2/../day2", "Day2", "day2\n"])
def test_unknown_days(tmp_path, name):
    """An unknown day is wrong use, whatever it looks like, with the nearest names."""
    with pytest.raises(UsageError, match="there is no day called") as caught:
        load_day(name, build(tmp_path))
    assert "day2" in caught.value.remedy


def test_choosing(tmp_path):
    """By short or full name, in the day's order, once; all where none is named."""
    day = load_day("day2", build(tmp_path))
    assert choose(day, []) == day.exercises
    assert [one.name for one in choose(day, ["spoons", "day2/cups", "cups"])] == ["cups", "spoons"]
    with pytest.raises(UsageError, match="day2 has no exercise called 'cusp'") as caught:
        choose(day, ["cusp"])
    assert caught.value.remedy == "Did you mean cups?"
    with pytest.raises(UsageError):
        choose(day, ["day3/cups"])


def test_nearest():
    """The near ones, else all."""
    assert nearest("metods", ["methods", "json"], "exercises") == "Did you mean methods?"
    assert nearest("zzz", ["methods", "json"], "exercises") == "The exercises are: methods, json."


def test_root_holds_days():
    """The exercises of this checkout are found."""
    assert catalog.root().name == "exercises" and day_ids()
