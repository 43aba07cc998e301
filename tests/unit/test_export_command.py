"""The command `grade export`: what it writes, where, and what it never overwrites."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small_course import build

from grader.cli.export import main
from grader.cli.grade import COMMANDS

Export = Callable[..., Result]


@pytest.fixture
def export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Export:
    """Runs the command on the small course, in an empty folder."""
    build(tmp_path / "course")
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setattr("grader.catalog.root", lambda: tmp_path / "course")
    return lambda *arguments: CliRunner().invoke(main, arguments, prog_name="grade export")


@pytest.mark.parametrize(
    ("kind", "name", "begins"),
    [
        ("http", "requests.http", "# day2: Small things."),
        ("curl", "requests.sh", "#!/usr/bin/env bash"),
        ("postman", "day2.postman_collection.json", "{"),
        ("openapi", "openapi.yaml", 'openapi: "3.1.0"'),
    ],
)
def test_each_format(export: Export, kind: str, name: str, begins: str) -> None:
    """A file of its usual name here, or the same on standard output; a script can be run."""
    result = export("day2", "--format", kind)
    assert result.exit_code == 0, result.output
    assert f"created  {name}" in result.output and "grade serve day2" in result.output
    text = Path(name).read_bytes()
    assert text.startswith(begins.encode())
    assert os.access(name, os.X_OK) == (kind == "curl")
    assert export("day2", "--format", kind, "--into", "-").stdout_bytes == text


def test_what_is_there_is_kept(export: Export) -> None:
    """The same again changes nothing; a file that differs stays, unless it is forced, and then as a copy."""
    export("day2", "--format", "http")
    assert "unchanged  requests.http" in export("day2", "--format", "http").output
    Path("requests.http").write_text("mine")
    refused = export("day2", "--format", "http")
    assert refused.exit_code == 2 and "nothing was changed" in refused.output
    assert Path("requests.http").read_text() == "mine"
    forced = export("day2", "--format", "http", "--force")
    assert forced.exit_code == 0 and "replaced  requests.http   (yours is now requests.http.orig)" in forced.output
    assert Path("requests.http.orig").read_text() == "mine"


def test_into(export: Export) -> None:
    """A file by its name, or a folder."""
    Path("sub").mkdir()
    assert "created  sub/requests.http" in export("day2", "--format", "http", "--into", "sub").output
    assert "created  sub/a.sh" in export("day2", "--format", "curl", "--into", "sub/a.sh").output
    assert Path("sub/requests.http").is_file() and Path("sub/a.sh").is_file()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["day9", "--format", "http"], ["there is no day called 'day9'"]),
        (["day2", "--format", "potsman"], ["there is no format called 'potsman'", "Did you mean postman?"]),
        (["day2", "cusp", "--format", "http"], ["no exercise called 'cusp'", "Did you mean cups?"]),
        (["day2", "spoons", "--format", "http"], ["no ready requests for day2/spoons", "There are for: cups."]),
        (["day2", "--format", "http", "--into", "no/such.http"], ["there is no folder no"]),
        (["day2", "--format", "http", "--into", ""], ["--into needs the name of a file"]),
        (["day2"], ["--format"]),
        ([], ["DAY"]),
    ],
)
def test_wrong_use(export: Export, arguments: list[str], words: list[str]) -> None:
    """Exit code 2, what was wrong, and the nearest names; nothing is written."""
    result = export(*arguments)
    assert result.exit_code == 2, result.output
    assert all(word in result.output for word in words), result.output
    assert list(Path().iterdir()) == []


def test_no_right_to_write(export: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is not one's own is told in a sentence."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "requests.http")

    monkeypatch.setattr("grader.scaffolding.os.open", refuse)
    result = export("day2", "--format", "http")
    assert result.exit_code == 2 and "no right to read or write requests.http" in result.output


def test_one_exercise(export: Export) -> None:
    """Only its requests, numbered from 1: what a script's numbers are."""
    both = export("day2", "cups", "spoons", "--format", "curl", "--into", "-").output
    assert both == export("day2", "cups", "--format", "curl", "--into", "-").output
    assert "request_1()" in both and "TOTAL=3" in both


def test_a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On day 7 it is the one that is named, or grade.toml's; its document is the exercise's own, as scaffolded."""
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke
    unnamed = run(main, ["day7", "--format", "openapi"])
    assert unnamed.exit_code == 2 and "Say so: grade export day7 todo-app" in unnamed.output
    named = run(main, ["day7", "shop", "--format", "openapi", "--into", "-"]).output
    assert "title: Shop" in named
    Path("grade.toml").write_text('day = "day7"\nproject = "shop"\n')
    assert run(main, ["day7", "--format", "openapi", "--into", "-"]).output == named


def test_what_scaffold_writes_is_the_same(tmp_path: Path) -> None:
    """In a project that was just laid down, exporting changes nothing."""
    scripts = Path(sys.executable).parent
    subprocess.run([scripts / "scaffold", "day3"], cwd=tmp_path, check=True, capture_output=True)
    for kind in ("http", "curl", "postman"):
        done = subprocess.run(
            [scripts / "grade", "export", "day3", "--format", kind],
            cwd=tmp_path / "day3",
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0 and "unchanged" in done.stdout, done.stdout + done.stderr
    shutil.rmtree(tmp_path / "day3")


def test_help() -> None:
    """Examples, exit codes, and that it is a word of `grade`."""
    text = CliRunner().invoke(main, ["--help"], prog_name="grade export").output
    assert "grade export day2 --format http" in text and "Exit codes" in text
    assert COMMANDS["export"] == "grader.cli.export"
