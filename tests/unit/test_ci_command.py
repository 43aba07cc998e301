"""`grade ci`: which days a push is about, what is said of each, and what no app can make it say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from grader import __version__, catalog
from grader.cli import pushed
from grader.cli.grade import main as grade
from grader.cli.pushed import begun
from grader.cli.scaffold import main as scaffold
from grader.outcomes import Report
from grader.reporters.annotations import render
from tests.unit import report_samples as samples

GIT = ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false"]


def git(folder: Path, *argv: str) -> str:
    return subprocess.run([*GIT, *argv], cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A learner's repository as it is scaffolded, with one commit; it is the current folder."""
    if shutil.which("git") is None:
        (pytest.fail if os.environ.get("REQUIRE_ENGINE") else pytest.skip)("git is not installed here")
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(scaffold, ["course", "--track", "flask", "--into", "mine"]).exit_code == 0
    git(tmp_path / "mine", "add", "-A")
    git(tmp_path / "mine", "commit", "-m", "As it was scaffolded")
    monkeypatch.chdir(tmp_path / "mine")
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    return tmp_path / "mine"


@pytest.fixture
def graded(monkeypatch: pytest.MonkeyPatch) -> Callable[[Report], list[str]]:
    """Puts this report in the place of every grade; gives the days that were graded."""

    def put(report: Report) -> list[str]:
        days: list[str] = []
        monkeypatch.setattr(pushed, "graded", lambda wanted, *_: days.append(wanted.day.id) or report)
        return days

    return put


def ci(*words: str) -> Result:
    return CliRunner().invoke(grade, ["ci", "--runner", "local", *words])


def test_nothing_was_begun(course: Path) -> None:
    """Seven days as they were laid down are no misses."""
    assert begun(course) == []
    result = ci()
    assert result.exit_code == 0 and "No day has been begun" in result.output


@pytest.mark.parametrize("name", ["day2/users.py", "day1/answers.toml", "day3/queries/01.sql"])
def test_a_day_is_begun(course: Path, name: str) -> None:
    """By a change to any file of the learner's; an answer counts, the order of the choices does not."""
    file = course / name
    text = file.read_text()
    file.write_text(text.replace('answer = ""', 'answer = "b"', 1) if "answers" in name else f"{text}\n# mine\n")
    assert begun(course) == [name.partition("/")[0]]


def test_days_that_changed(course: Path, graded: Callable[[Report], list[str]]) -> None:
    """Only those that commits since then have touched; all that are begun where that commit is not known."""
    days = graded(samples.green())
    for day in ("day2", "day5"):
        with (course / day / "app.py").open("a") as file:
            file.write("# mine\n")
        git(course, "commit", "-am", day)
    assert ci("--since", "HEAD~1").exit_code == 0 and days == ["day5"]
    days.clear()
    for unknown in ("0" * 40, "f" * 40, "--output=x", ""):
        assert ci("--since", unknown).exit_code == 0
    assert days == ["day2", "day5"] * 4
    days.clear()
    (course / "README.md").write_text("mine")
    git(course, "add", "-A")
    git(course, "commit", "-m", "words")
    assert "No day changed" in ci("--since", "HEAD~1").output and days == []


def test_what_is_written(course: Path, graded: Callable[[Report], list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports as files, the summary with its warning, the log, and marks at the learner's lines; the gravest code."""
    graded(samples.mixed())
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(course / "summary.md"))
    (course / "day2" / "users.py").write_text("# mine\n")
    result = ci("--out", "there")
    assert result.exit_code == 1 and "practice result, not a grade" in result.output
    assert sorted(path.name for path in (course / "there").iterdir()) == ["day2.html", "day2.json", "day2.xml"]
    summary = (course / "summary.md").read_text()
    assert summary.startswith("> This is a practice result") and "% of the day" in summary
    assert "::error file=day2/products.py,line=31,title=resources.validate::" in result.output


def test_the_gravest_code(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine's fault before a project that does not start, that before a miss."""
    reports = {"day2": samples.green(), "day3": samples.environment_error(), "day4": samples.not_startable()}
    monkeypatch.setattr(pushed, "graded", lambda wanted, *_: reports[wanted.day.id])
    for day in reports:
        (course / day / "app.py").write_text("# mine\n")
    assert ci().exit_code == 4
    reports["day3"] = samples.mixed()
    assert ci().exit_code == 3


def test_marks_are_data(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of an app's begins a line or ends ours: one command a miss, with all that steers it escaped."""
    check = replace(samples.VALIDATE, error_at="a,b.py:3 in x     1%2\n::set-env name=x::y\r\n::error::z")
    goal = samples.failed("day2/resources.validate", "t", check, "50 %\n::add-mask::all")
    exercises = (replace(samples.mixed().exercises[0], goals=(goal,)),)
    text = render(replace(samples.mixed(), exercises=exercises), "day2")
    (line,) = text.splitlines()
    assert line.startswith("::error file=day2/a%2Cb.py,line=3,title=resources.validate::") and "50 %25" in line
    mark = re.compile(r"::error file=day2/[^:,]+,line=\d+,title=[^:]+::[^\r\n]*")
    assert all(mark.fullmatch(line) for line in render(samples.hostile(), "day2").splitlines())


def test_a_start_that_failed_has_a_place() -> None:
    """The line that the traceback points at; without one there is nothing to mark."""
    report = samples.not_startable()
    assert render(report, "day2", "app.py:3 in <module>     import x\nModuleNotFoundError: x").startswith(
        "::error file=day2/app.py,line=3,title=day2::ModuleNotFoundError: x%0A"
    )
    assert render(report, "day2", "") == ""


def test_the_workflow(course: Path) -> None:
    """It reads, nothing more; it asks for this version, for the whole history, and for `grade ci`."""
    text = (course / ".github" / "workflows" / "grade.yml").read_text()
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {"contents": "read"}
    steps = workflow["jobs"]["grade"]["steps"]
    assert steps[0]["with"] == {"fetch-depth": 0, "persist-credentials": False}
    runs = [step["run"] for step in steps if "run" in step]
    assert f'=={__version__}"' in runs[0] and runs[1] == 'grade ci --since "$BEFORE" --out reports'
    assert "secrets" not in re.sub(r"(?m)#.*$", "", text)
    assert {name for name in catalog.day_ids() if (course / name).is_dir()} == set(catalog.day_ids())


def test_not_in_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no day lies, nothing was begun, and that is not what is meant."""
    monkeypatch.chdir(tmp_path)
    result = ci()
    assert result.exit_code == 2 and "top of your repository" in result.output
