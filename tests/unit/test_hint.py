"""`grade hint`: one step more each time, remembered beside the project, never in the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli.grade import main


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An Express project of day 2, which is the current folder."""
    (tmp_path / "package.json").write_text('{"dependencies": {"express": "5"}, "scripts": {"start": "node server.js"}}')
    (tmp_path / "server.js").write_text("import express from 'express'\nexpress().listen(8080)\n")
    (tmp_path / "grade.toml").write_text('day = "day2"\ntrack = "express"\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


def hint(*words: str) -> Result:
    """`grade hint …`"""
    return CliRunner().invoke(main, ["hint", *words])


def test_one_step_more_each_time(project: Path) -> None:
    """The first call gives the first step; the third and all later ones the third, in the project's own track."""
    steps = [hint("day2/json.echo").output for _ in range(4)]
    assert ["hint 1/3" in steps[0], "hint 2/3" in steps[1], "hint 3/3" in steps[2], "hint 3/3" in steps[3]] == [
        True
    ] * 4
    assert "strict: false" in steps[2]
    assert "One step further" in steps[1]
    assert "One step further" not in steps[2]


def test_again(project: Path) -> None:
    """--again begins with the first step."""
    hint("day2/json.echo")
    assert "hint 1/3" in hint("day2/json.echo", "--again").output


def test_unknown_goal(project: Path) -> None:
    """A misspelled goal offers the nearest ones, exit 2."""
    result = hint("day2/json.ecko")
    assert result.exit_code == 2
    assert "Did you mean day2/json.echo" in result.output
    assert "Did you mean json?" in hint("day2/jsn.echo").output
    assert "The exercises of day7 are: todo-app, blog, shop" in hint("day7/nothing").output


def test_a_goal_as_reports_call_it(project: Path) -> None:
    """In the project's folder the day goes without saying; elsewhere it can't be known."""
    assert "hint 1/3" in hint("json.echo").output and "hint 2/3" in hint("day2/json.echo").output
    (project / "grade.toml").unlink()
    result = hint("json.echo")
    assert result.exit_code == 2 and "grade hint day2/json.echo" in result.output


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[1, 2]",
        '{"day2/json.echo": 2}',
        "\x00",
        '{"version": 1, "data": {"day2/json.echo": "x"}}',
        '{"version": 1, "data": {"day2/json.echo": -5}}',
    ],
)
def test_broken_memory(project: Path, content: str) -> None:
    """Robustness 14: a broken memory file is set aside with one line, and hints begin anew."""
    (project / ".grader").mkdir()
    (project / ".grader" / "hints.json").write_text(content)
    result = hint("day2/json.echo")
    assert result.exit_code == 0
    assert "hint 1/3" in result.stdout
    (aside,) = (project / ".grader").glob("hints.json.corrupt-*")
    assert aside.read_text() == content
    assert result.stderr.startswith("note: .grader/hints.json can't be used (")
    assert result.stderr.endswith(f"It is now {aside.name}, and a new one was begun.\n")
    assert result.stderr.count("\n") == 1
    assert "hint 2/3" in hint("day2/json.echo").stdout


def test_more_steps_taken_than_there_are(project: Path) -> None:
    """A goal that lost a hint since: the last one is shown."""
    (project / ".grader").mkdir()
    (project / ".grader" / "hints.json").write_text('{"version": 1, "data": {"day2/json.echo": 900}}')
    assert "hint 3/3" in hint("day2/json.echo").stdout


def test_folder_that_cannot_be_written(project: Path) -> None:
    """A file where the folder should be: the hint is shown all the same."""
    (project / ".grader").write_text("in the way")
    result = hint("day2/json.echo")
    assert result.exit_code == 0
    assert "hint 1/3" in result.stdout
    assert result.stderr.startswith("note: .grader/hints.json could not be written (")


def test_folder_that_leads_elsewhere(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Case 14: through a link of the project's nothing is written; the hint is shown."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (project / ".grader").symlink_to(elsewhere)
    result = hint("day2/json.echo")
    assert result.exit_code == 0
    assert "hint 1/3" in result.stdout
    assert ".grader is a symbolic link, which is never followed" in result.stderr
    assert list(elsewhere.iterdir()) == []
