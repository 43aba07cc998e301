"""course.toml and grade.toml: what they may say, and how a broken one is complained about."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from grader.errors import ProjectError, UsageError
from grader.settings import CourseSettings, ProjectSettings, find_course_settings, read_project_settings


def test_every_key_of_a_project_is_read(tmp_path: Path) -> None:
    """All the keys arrive typed; numbers and truth values in env become text."""
    (tmp_path / "grade.toml").write_text(
        'day = "day2"\ntrack = " flask "\ndatabase = "none"\nproject = "blog"\nurl = ""\nstart = "python app.py"\n'
        'port = 5000\nscaffolded_with = "0.1.0"\nenv = { DEBUG = true, LEVEL = 3, NAME = "Zoë" }\n',
        encoding="utf-8",
    )
    assert read_project_settings(tmp_path) == ProjectSettings(
        day="day2",
        track="flask",
        database="none",
        project="blog",
        url=None,
        start="python app.py",
        port=5000,
        env={"DEBUG": "true", "LEVEL": "3", "NAME": "Zoë"},
        scaffolded_with="0.1.0",
    )


def test_no_file_is_no_settings(tmp_path: Path) -> None:
    """A project without grade.toml and a folder without course.toml have all the defaults."""
    assert read_project_settings(tmp_path / "nowhere") == ProjectSettings()
    assert find_course_settings(tmp_path / "nowhere").track is None


def test_an_unknown_key_is_a_notice(tmp_path: Path) -> None:
    """A misspelt key does no harm and is named with its line."""
    (tmp_path / "grade.toml").write_text('day = "day2"\ntrak = "flask"\n')
    assert read_project_settings(tmp_path).notices == ("grade.toml, line 2: 'trak' is not a setting and was left out",)


def test_a_teachers_table_is_passed_over(tmp_path: Path) -> None:
    """[classroom] in course.toml is for other commands, whatever is in it; it is nothing in grade.toml."""
    text = 'track = "flask"\n[classroom]\nattempt = "last"\n[classroom.weights]\n"day2/methods" = 2\n'
    (tmp_path / "course.toml").write_text(text)
    found = find_course_settings(tmp_path)
    assert found.track == "flask" and found.notices == ()
    (tmp_path / "course.toml").write_text('classroom = "8b"\nclasroom = {}\n')
    assert [notice.partition(": ")[2][:11] for notice in find_course_settings(tmp_path).notices] == [
        "'classroom'",
        "'clasroom' ",
    ]
    (tmp_path / "grade.toml").write_text("[classroom]\ngrace_minutes = 5\n")
    assert "'classroom' is not a setting" in read_project_settings(tmp_path).notices[0]


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("port = 0", "line 1", "'port' must be a whole number from 1 to 65535"),
        ("\nport = true", "line 2", "'port'"),
        ("port = 65536", "line 1", "'port'"),
        ('port = "8080"', "line 1", "'port'"),
        ("day = 2", "line 1", "'day' must be a text"),
        ('start = "a\\u0000b"', "line 1", "'start'"),
        ("env = 3", "line 1", "'env' must be a table"),
        ('[env]\nA = "1"\n"B C" = "2"', "line 3", "'B C' in env"),
        ("[env]\nA = 1.5", "line 2", "'A' in env"),
        ('env = { A = "1", B = [] }', "line 1", "'B' in env"),
        ('day = "day2"\ntrack = flask', "line 2", "not valid TOML"),
        ("a = " + "[" * 10_000, "", "nested too deeply"),
        ("a = " + "9" * 5_000, "", "not valid TOML"),
        ("#" * 17_000, "", "larger than 16 KiB"),
    ],
)
def test_a_broken_project_file_is_named(tmp_path: Path, text: str, where: str, what: str) -> None:
    """The complaint says the file, the line, the key and what to write, and holds no path of this machine."""
    (tmp_path / "grade.toml").write_text(text)
    with pytest.raises(ProjectError) as caught:
        read_project_settings(tmp_path)
    assert caught.value.message.startswith("grade.toml")
    assert where in caught.value.message
    assert what in caught.value.message
    assert caught.value.remedy
    assert str(tmp_path) not in caught.value.message


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    """The line with the byte that is not UTF-8 is named; a byte order mark is no harm."""
    (tmp_path / "grade.toml").write_bytes(b'day = "day2"\nstart = "caf\xe9"\n')
    with pytest.raises(ProjectError, match="line 2: not UTF-8"):
        read_project_settings(tmp_path)
    (tmp_path / "grade.toml").write_bytes(b'\xef\xbb\xbfday = "day2"\n')
    assert read_project_settings(tmp_path).day == "day2"


def test_the_nearest_course_file_counts(tmp_path: Path) -> None:
    """course.toml is looked for in the folder, then above it, also when the folder is not there yet."""
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "course.toml").write_text('track = "django"\nstart_date = 2026-01-05\n')
    assert find_course_settings(inner / "day2") == CourseSettings(
        track="django", start_date=datetime.date(2026, 1, 5), folder=tmp_path.resolve()
    )
    (tmp_path / "a" / "course.toml").write_text('track = "express"\ndatabase = "mongo"\n')
    assert find_course_settings(inner).track == "express"
    assert find_course_settings(inner / ".." / "..").track == "django"


def test_a_broken_course_file_is_wrong_use(tmp_path: Path) -> None:
    """course.toml is the user's own: exit 2, with its whole path, since it may lie anywhere above."""
    (tmp_path / "course.toml").write_text('track = "flask"\nstart_date = "soon"\n')
    with pytest.raises(UsageError, match=r"course.toml, line 2: 'start_date' must be a date") as caught:
        find_course_settings(tmp_path)
    assert str(tmp_path) in caught.value.message


def test_many_unknown_keys_are_a_few_notices(tmp_path: Path) -> None:
    """A file full of keys that nobody knows can't fill the report."""
    (tmp_path / "grade.toml").write_text("".join(f"k{n} = 1\n" for n in range(900)))
    notices = read_project_settings(tmp_path).notices
    assert len(notices) == 6
    assert notices[-1] == "grade.toml: 895 more keys are no settings either"
