"""A teacher's private checks: added to a day, and told to learners in the author's words alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_course import build

from grader import packs
from grader.catalog import load_day
from grader.classroom.judging import installed
from grader.digests import exercises_digest
from grader.errors import CourseError, UsageError
from grader.model import Day
from grader.outcomes import CheckResult, Exchange, ExerciseResult, GoalResult, Measure, Report, Request, Response
from grader.reporters import REPORTERS, render

MANIFEST = """\
format = 1
title = "Hidden"
hours = 1

[[goals]]
id = "kind"
title = "The app is kind"
hints = []
tells = "Think of who has  no name."

[[goals]]
id = "quick"
title = "The app is quick"
hints = []
"""
SECRET = "CANARY-5d1"


def pack(folder: Path, manifest: str = MANIFEST, name: str = "hidden") -> Path:
    home = folder / "pack" / "day2" / name
    (home / "checks").mkdir(parents=True)
    (home / "exercise.toml").write_text(manifest)
    for goal in ("kind", "quick"):
        (home / "checks" / f"test_{goal}.py").write_text(f'def test_it(api):\n    "{SECRET}"\n    assert api\n')
    return folder / "pack"


@pytest.fixture
def day(tmp_path: Path) -> Day:
    return load_day("day2", build(tmp_path / "course"))


def test_added_to_a_day(day: Day, tmp_path: Path) -> None:
    """After the day's own; what judges is then something else, and `judging` knows it again."""
    found = packs.load(pack(tmp_path), day)
    more = found.added_to(day)
    assert [one.id for one in more.exercises] == [*(one.id for one in day.exercises), "day2/hidden"]
    assert found.tells == {"day2/hidden.kind": "Think of who has no name.", "day2/hidden.quick": "The app is quick"}
    assert packs.load(None, day).added_to(day) == day == packs.with_pack(day, None)
    assert packs.with_pack(day, tmp_path / "pack") == more
    assert exercises_digest(more.exercises) != exercises_digest(day.exercises)


def test_a_grade_by_a_pack_is_known_again(tmp_path: Path) -> None:
    """By who has the pack."""
    from classroom_samples import grade

    folder = pack(tmp_path)
    more = packs.with_pack(load_day("day2"), folder)
    made = grade("ada", day="day2", checks=exercises_digest(more.exercises))
    assert installed(folder)(made) == more and installed()(made) is None


@pytest.mark.parametrize(
    ("change", "fault", "words"),
    [
        (("hidden", "cups"), CourseError, "the course has an exercise day2/cups already"),
        (('title = "Hidden"', 'title = "Hidden"\nonline = true'), CourseError, "'online' can't stand in a pack"),
        (('tells = "Think of who has  no name."', "tells = 3"), CourseError, "'tells' must be a text"),
        (('title = "Hidden"', 'title = "Hidden"\nproject = "shop"'), CourseError, "has no project called 'shop'"),
        (("format = 1", "format = 9"), CourseError, "format is 9"),
    ],
)
def test_what_a_pack_may_not_have(
    change: tuple[str, str], fault: type[Exception], words: str, day: Day, tmp_path: Path
) -> None:
    """The file and the reason."""
    name = change[1] if change[0] == "hidden" else "hidden"
    folder = pack(tmp_path, MANIFEST.replace(*change), name)
    with pytest.raises(fault, match=words):
        packs.load(folder, day)


def test_what_is_no_pack(day: Day, tmp_path: Path) -> None:
    """A folder that there is not, one without the day."""
    with pytest.raises(UsageError, match="there is no pack in"):
        packs.load(tmp_path / "none", day)
    folder = pack(tmp_path)
    (folder / "day2").rename(folder / "day3")
    with pytest.raises(UsageError, match="has nothing about day2") as caught:
        packs.load(folder, day)
    assert "Its days: day3." in caught.value.remedy
    assert packs.with_pack(day, folder) == day


def test_for_a_project_alone(tmp_path: Path) -> None:
    """On a day of projects an exercise is for the one that it names, or for all."""
    shop = MANIFEST.replace('title = "Hidden"', 'title = "Hidden"\nproject = "shop"')
    home = pack(tmp_path, shop) / "day2"
    home.rename(home.with_name("day7"))
    projects = load_day("day7")
    found = packs.load(tmp_path / "pack", projects)
    for name, count in (("shop", 2), ("blog", 1)):
        (one,) = (exercise for exercise in projects.exercises if exercise.name == name)
        from dataclasses import replace

        assert len(found.added_to(replace(projects, exercises=(one,))).exercises) == count


def report() -> Report:
    """A public goal and two private ones, one of them missed, with everything that a check leaves behind."""
    sent = Exchange(Request("GET", f"/{SECRET}"), f"curl /{SECRET}", Response(200, {"X": SECRET}, SECRET, 9))
    missed = CheckResult(
        f"name_{SECRET}", "failed", SECRET, SECRET, SECRET, SECRET, 0.1, (sent,), SECRET, SECRET, "", "QUJD",
        (Measure(SECRET, 1, "s"),),
    )  # fmt: skip
    held = CheckResult(f"name_{SECRET}", "passed", SECRET, exchanges=(sent,))
    goals = (
        GoalResult("day2/hidden.kind", "The app is kind", "failed", summary=SECRET, checks=(missed, held)),
        GoalResult("day2/hidden.quick", "The app is quick", "passed", checks=(held,)),
    )
    public = GoalResult("day2/cups.create", "A cup is made", "failed", summary="got 500", checks=())
    exercises = (
        ExerciseResult("day2/cups", "Cups", 1, (public,)),
        ExerciseResult("day2/hidden", "Hidden", 1, goals),
    )
    return Report("day2", "Day 2", "flask", "docker", "none", 7, "2026-01-01T00:00:00Z", 1.0, exercises=exercises)


@pytest.mark.parametrize("kind", REPORTERS)
def test_learners_read_the_authors_words_alone(kind: str, day: Day, tmp_path: Path) -> None:
    """Case 24: no source, no request, no answer, no expected value of a private check is in any report."""
    told = packs.load(pack(tmp_path), day).told(report())
    text = render(told, kind)
    assert SECRET not in text and "QUJD" not in text and "Think of who has no name." in text
    assert SECRET in render(report(), kind)
    assert told.score == report().score and [goal.outcome for goal in told.goals] == ["failed", "failed", "passed"]
