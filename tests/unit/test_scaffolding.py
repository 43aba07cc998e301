"""What a project consists of, and that writing it never costs a learner anything."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from small_course import DAY, build, small_day

from grader.catalog import load_day
from grader.composing import compose
from grader.errors import CourseError, MachineError, UsageError
from grader.handouts import exercise_text, grouped, unfinished
from grader.model import Day
from grader.scaffolding import Written, write

PLAN = {"a.txt": b"one\n", "deep/er/b.txt": b"two\n", "go.sh": b"#!/bin/sh\n"}


@pytest.fixture
def day(tmp_path: Path) -> Day:
    """The small course's day."""
    return small_day(tmp_path / "course")


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# --- composing --------------------------------------------------------------------------------------------------------
def test_starters_lie_over_each_other(day: Day) -> None:
    """The track's file over the common one, exercises beside the base, templates rendered, leftovers left out."""
    plan = compose(day, "flask")
    assert plan["notes.txt"] == b"flask\n"
    assert compose(day, "express")["notes.txt"] == b"common\n"
    assert plan["run.sh"] == b"#!/bin/sh\necho day2 flask 2\n"
    assert set(plan) == {
        *(".gitignore", "README.md", "grade.toml", "requests.http", "requests.sh", "day2.postman_collection.json"),
        *("app.py", "cups.py", "notes.txt", "requirements.txt", "run.sh", "sub/spoons.py"),
    }
    assert list(plan) == sorted(plan)


def test_only_is_that_exercise_alone(day: Day) -> None:
    """Its own starter files, none of the base and nothing generated."""
    assert set(compose(day, "flask", only=["spoons"])) == {"sub/spoons.py"}
    assert set(compose(day, "flask", only=["cups", "day2/spoons"])) == {"cups.py", "run.sh", "sub/spoons.py"}
    with pytest.raises(UsageError, match="no exercise called 'cup'") as caught:
        compose(day, "flask", only=["cup"])
    assert "cups" in caught.value.remedy


def test_an_unknown_track(day: Day) -> None:
    """Wrong use, with the nearest name."""
    with pytest.raises(UsageError, match="no track called 'flaks'") as caught:
        compose(day, "flaks")
    assert "flask" in caught.value.remedy


def test_two_exercises_that_disagree(tmp_path: Path) -> None:
    """The same path with the same content is fine; with another one the course is broken, and both are named."""
    same = build(tmp_path, **{"day2__spoons__starter__flask__cups.py": "# TODO cups.create: make it\n"})
    assert "cups.py" in compose(load_day("day2", same), "flask")
    other = build(tmp_path, **{"day2__spoons__starter__flask__cups.py": "other"})
    with pytest.raises(CourseError, match=r"day2/cups and day2/spoons both bring cups\.py"):
        compose(load_day("day2", other), "flask")


def test_a_starter_that_holds_a_generated_file(tmp_path: Path) -> None:
    """It would be lost: the course is broken."""
    day = load_day("day2", build(tmp_path, **{"day2__starter__flask__grade.toml": "x"}))
    with pytest.raises(CourseError, match=r"holds grade\.toml"):
        compose(day, "flask")


@pytest.mark.parametrize("text", ["{{ nobody }}", "{% if %}"])
def test_a_template_that_can_not_be_rendered(tmp_path: Path, text: str) -> None:
    """The course's fault, and the file is named."""
    day = load_day("day2", build(tmp_path, **{"day2__cups__starter__flask__cups.md.j2": text}))
    with pytest.raises(CourseError, match=r"cups\.md\.j2: can't be rendered"):
        compose(day, "flask")


def test_settings_of_the_project(tmp_path: Path) -> None:
    """day, track and version; the database on days that have one; the project when there is one."""
    settings = tomllib.loads(compose(small_day(tmp_path), "flask", "postgres")["grade.toml"].decode())
    assert settings.keys() == {"day", "track", "scaffolded_with"}
    stored = load_day("day2", build(tmp_path, **{"day2__day.toml": f"{DAY}database = true\n"}))
    settings = tomllib.loads(compose(stored, "flask", "postgres", project="blog")["grade.toml"].decode())
    assert settings.items() >= {"database": "postgres", "project": "blog", "track": "flask"}.items()


@pytest.mark.parametrize(("track", "install"), [("flask", "pip install -r"), ("express", "npm install")])
def test_the_readme_tells_how_to_begin(day: Day, track: str, install: str) -> None:
    """How to install, start and grade; the exercises' texts; every goal by its id."""
    text = compose(day, track)["README.md"].decode()
    assert text.startswith("# Day 2: Small things\n")
    begin, _, rest = text.partition("## The day")
    assert install in begin
    assert "\ngrade day2\n" in begin
    assert "0 of 1 goals" in begin, "bonus goals are not counted"
    assert "About cups.\n\n### Rules\n\n```sh\n# a comment\n```" in rest
    assert "| `day2/cups.create` | a cup is made \\| or not |" in rest
    assert "| `day2/spoons.create` | a spoon is made \\| or not (bonus) |" in rest
    assert "{{" not in text
    assert "\n\n\n" not in text


def test_an_exercise_without_a_text(day: Day) -> None:
    """Its summary stands in."""
    assert exercise_text(day.exercises[1]) == day.exercises[1].summary


@pytest.mark.parametrize(("track", "line"), [("flask", "__pycache__/"), ("express", "node_modules/")])
def test_git_leaves_secrets_and_libraries_out(day: Day, track: str, line: str) -> None:
    """.gitignore fits the track."""
    ignored = compose(day, track)[".gitignore"].decode().splitlines()
    assert {".env", ".grader/", line} <= set(ignored)
    assert "/uploads/" not in ignored


@pytest.mark.parametrize("track", ["flask", "express"])
def test_git_leaves_uploads_out(tmp_path: Path, track: str) -> None:
    """On a day whose app is told where to keep them: without UPLOAD_DIR they lie in the project's own folder."""
    text = f'{DAY}[environment]\nUPLOAD_DIR = "{{data}}/uploads"\n'
    kept = load_day("day2", build(tmp_path, **{"day2__day.toml": text}))
    assert "/uploads/" in compose(kept, track)[".gitignore"].decode().splitlines()


def test_the_readme_tells_of_stubs_where_there_are_some(tmp_path: Path) -> None:
    """What a finished backend answers at the start is nothing of the kind."""
    said = 'It runs as it is; what you are to write answers "not implemented yet":'
    assert "It runs as it is:" in compose(small_day(tmp_path / "a"), "flask")["README.md"].decode()
    stub = {"day2__starter__flask__web.py": 'return {"error": "not implemented yet"}, 501\n'}
    assert said in compose(load_day("day2", build(tmp_path / "b", **stub)), "flask")["README.md"].decode()


# --- writing ----------------------------------------------------------------------------------------------------------
def test_an_empty_folder_gets_all(tmp_path: Path) -> None:
    """Folders are made, scripts can be run, nothing else is left behind."""
    into = tmp_path / "x" / "day2"
    assert write(PLAN, into) == Written(created=tuple(PLAN))
    assert contents(into) == PLAN
    assert os.access(into / "go.sh", os.X_OK)
    assert not (into / "a.txt").stat().st_mode & 0o111
    assert not (into / "a.txt").stat().st_mode & 0o022, "as the umask says"


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    """Equal files are not even touched."""
    write(PLAN, tmp_path)
    os.utime(tmp_path / "a.txt", (1, 1))
    assert write(PLAN, tmp_path, force=True) == Written(unchanged=tuple(PLAN))
    assert (tmp_path / "a.txt").stat().st_mtime == 1


def test_what_differs_stops_everything(tmp_path: Path) -> None:
    """All such files are named, and not one is written, not even a missing one."""
    (tmp_path / "a.txt").write_bytes(b"mine")
    (tmp_path / "go.sh").write_bytes(b"")
    with pytest.raises(UsageError, match=r"2 files differ.*nothing was changed") as caught:
        write(PLAN, tmp_path)
    assert "\n  a.txt\n  go.sh" in caught.value.message
    assert "--force" in caught.value.remedy
    assert contents(tmp_path) == {"a.txt": b"mine", "go.sh": b""}


def test_force_keeps_a_copy(tmp_path: Path) -> None:
    """The learner's file becomes .orig; an older copy is never overwritten."""
    for round_ in ("first", "second", "third"):
        (tmp_path / "a.txt").write_text(round_)
        done = write(PLAN, tmp_path, force=True)
        assert done.replaced == ("a.txt",)
    assert done.kept == ("a.txt.orig.2",)
    found = contents(tmp_path)
    assert found["a.txt"] == b"one\n"
    assert [found[f"a.txt.orig{end}"] for end in ("", ".1", ".2")] == [b"first", b"second", b"third"]


@pytest.mark.parametrize("force", [False, True])
def test_links_that_lead_out_are_refused(tmp_path: Path, force: bool) -> None:
    """Neither a linked folder nor a linked file, dangling or not, takes a write out of the project."""
    outside, into = tmp_path / "outside", tmp_path / "into"
    outside.mkdir()
    into.mkdir()
    (into / "deep").symlink_to(outside)
    with pytest.raises(UsageError, match="leads out of"):
        write(PLAN, into, force=force)
    (into / "deep").unlink()
    (into / "a.txt").symlink_to(outside / "new.txt")
    with pytest.raises(UsageError, match="leads out of"):
        write(PLAN, into, force=force)
    assert contents(outside) == {}


def test_a_link_inside_is_replaced_with_force(tmp_path: Path) -> None:
    """The link itself is kept as .orig; what it points at stays as it is."""
    (tmp_path / "real.txt").write_text("mine")
    (tmp_path / "a.txt").symlink_to("real.txt")
    write(PLAN, tmp_path, force=True)
    assert (tmp_path / "real.txt").read_text() == "mine"
    assert (tmp_path / "a.txt.orig").is_symlink()
    assert not (tmp_path / "a.txt").is_symlink()


@pytest.mark.parametrize("force", [False, True])
def test_things_that_are_no_files_stay(tmp_path: Path, force: bool) -> None:
    """A folder where a file goes, a file where a folder goes, and a target that is a file."""
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(UsageError, match="in the way"):
        write(PLAN, tmp_path, force=force)
    (tmp_path / "a.txt").rmdir()
    (tmp_path / "deep").write_text("")
    with pytest.raises(UsageError, match="a file where a folder is needed"):
        write(PLAN, tmp_path, force=force)
    with pytest.raises(UsageError, match="is not a folder"):
        write(PLAN, tmp_path / "deep", force=force)


def test_a_full_disk_costs_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What can't be written ends in one sentence, the learner's file stands, and no half a file is left."""
    (tmp_path / "a.txt").write_text("mine")

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "open", full)
    with pytest.raises(MachineError, match="no space left"):
        write(PLAN, tmp_path, force=True)
    monkeypatch.undo()
    assert contents(tmp_path) == {"a.txt": b"mine"}


def test_no_right_to_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rights are the user's to mend: wrong use, not a broken machine."""

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied", "/somewhere")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(UsageError, match="no right to read or write /somewhere"):
        write(PLAN, tmp_path)


def test_the_readme_tells_of_the_database(tmp_path: Path) -> None:
    """On days that have one: which, how it is given, how to try another."""
    stored = load_day("day2", build(tmp_path, **{"day2__day.toml": f"{DAY}database = true\n"}))
    text = compose(stored, "flask", "postgres")["README.md"].decode()
    assert "PostgreSQL, as `grade.toml` says" in text and "DATABASE_URL" in text
    assert "DATABASE_URL" not in compose(small_day(tmp_path), "flask")["README.md"].decode()


def test_many_files_alike_are_one_line() -> None:
    """A dozen queries are told as one entry; a few, or files about other exercises, by their names."""
    todo = {f"queries/{number:02}.sql": ["sql"] for number in range(12)} | {"app.py": ["cups"], "queries/x.sql": ["y"]}
    assert grouped(todo) == {"queries/*.sql": ["sql"], "app.py": ["cups"], "queries/x.sql": ["y"]}
    few = {"a/1.sql": ["sql"], "a/2.sql": ["sql"]}
    assert grouped(few) == few
    assert unfinished({"q/1.sql": b"-- TODO sql.join: write it"}) == {"q/1.sql": ["sql"]}


def test_a_template_that_gives_nothing(tmp_path: Path) -> None:
    """A file that is for one database alone is not laid down for the others."""
    text = '{% if database == "mongo" %}\n{}\n{% endif %}\n'
    day = load_day("day2", build(tmp_path, **{"day2__cups__starter__flask__only.json.j2": text}))
    assert compose(day, "flask", "mongo")["only.json"] == b"{}\n"
    assert "only.json" not in compose(day, "flask", "sqlite")


def test_files_that_are_finished(tmp_path: Path) -> None:
    """What the learner uses as it is, is named in the README; and where to begin, if that is not the first goal."""
    made = build(tmp_path, **{"day2__day.toml": f'{DAY}begin = "Begin with spoons."\n'})
    (made / "day2/starter/flask/helpers.py").write_text("x = 1\n")
    text = compose(load_day("day2", made), "flask")["README.md"].decode()
    assert "| `helpers.py` | finished; read it where you use it |" in text
    assert "Begin with spoons." in text and "Pick the first goal" not in text
