"""The command `scaffold`: what it prints, what it takes from where, how it ends."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from small_course import build

from grader.cli import choices, common
from grader.cli.scaffold import main
from grader.errors import CourseError, ProjectError, UsageError

Scaffold = Callable[..., Result]


@pytest.fixture
def scaffold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scaffold:
    """Runs the command on the small course in an empty folder of its own."""
    course = build(tmp_path / "course")
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setattr("grader.catalog.root", lambda: course)
    return lambda *arguments, **more: CliRunner().invoke(main, arguments, prog_name="scaffold", **more)


def settings(file: str) -> dict[str, object]:
    return tomllib.loads(Path(file).read_text())


def test_a_first_day(scaffold: Scaffold) -> None:
    """The whole screen, with computed numbers."""
    result = scaffold("day2")
    assert result.exit_code == 0, result.output
    assert result.stdout == (
        "Day 2 · Small things · 2 h\n"
        "  track      flask      (--track express | django)\n"
        "  database   none today\n"
        "  created    day2/   README.md  app.py + 2 modules with TODO marks\n"
        "             requirements.txt  requests.http  requests.sh\n"
        "             day2.postman_collection.json  and 4 more\n"
        "Next\n"
        "  cd day2\n"
        "  grade day2        shows 0 of 1 goals: that is the start line, not a fault\n"
    )
    assert Path("day2/app.py").is_file()


def test_lines_fit_eighty_columns(scaffold: Scaffold) -> None:
    """Whatever is laid down."""
    assert max(len(line) for line in scaffold("day2", "--help").stdout.splitlines()) <= 80
    assert max(len(line) for line in scaffold("day2").stdout.splitlines()) <= 80


def test_a_second_time(scaffold: Scaffold) -> None:
    """Nothing to do is no fault."""
    scaffold("day2")
    result = scaffold("day2")
    assert result.exit_code == 0
    assert "unchanged  12 files" in result.stdout
    assert "created" not in result.stdout


def test_own_work_is_not_overwritten(scaffold: Scaffold) -> None:
    """Exit 2 and the names; --force replaces and says where the learner's file is now."""
    scaffold("day2")
    Path("day2/cups.py").write_text("my work")
    Path("day2/app.py").unlink()
    refused = scaffold("day2")
    assert refused.exit_code == 2
    assert "cups.py" in refused.stderr
    assert "--force" in refused.stderr
    assert not Path("day2/app.py").exists()
    forced = scaffold("day2", "--force")
    assert forced.exit_code == 0
    assert "replaced   cups.py   (yours is now cups.py.orig)" in forced.stdout
    assert Path("day2/cups.py.orig").read_text() == "my work"


def test_one_exercise_over(scaffold: Scaffold) -> None:
    """--only touches that exercise alone, also from inside the project, whose track it keeps."""
    scaffold("day2")
    for name in ("cups.py", "app.py", "sub/spoons.py"):
        Path("day2", name).write_text("my work")
    assert scaffold("day2", "--only", "cups", "--force").exit_code == 0
    assert Path("day2/cups.py").read_text() != "my work"
    assert Path("day2/app.py").read_text() == Path("day2/sub/spoons.py").read_text() == "my work"
    mixed = scaffold("day2", "--only", "cups", "--track", "express")
    assert mixed.exit_code == 2
    assert "written with flask, not express" in mixed.stderr


def test_from_inside_the_project(scaffold: Scaffold, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the day's own folder the target is this folder, not one more below it."""
    scaffold("day2")
    monkeypatch.chdir("day2")
    result = scaffold("day2", "--only", "cups")
    assert result.exit_code == 0
    assert not Path("day2").exists()
    assert "cd " not in result.stdout


def test_choices_from_the_course_file(scaffold: Scaffold) -> None:
    """course.toml above the target decides; an option wins over it; the project's own grade.toml is nearer."""
    Path("course.toml").write_text('track = "express"\n')
    scaffold("day2", "--into", "a/b")
    assert settings("a/b/grade.toml")["track"] == "express"
    scaffold("day2", "--track", "flask", "--into", "c")
    assert settings("c/grade.toml")["track"] == "flask"
    assert scaffold("day2", "--into", "c").exit_code == 0


def test_a_question_on_a_terminal(scaffold: Scaffold, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked once, for the track alone on a day without a database; Enter is flask."""
    monkeypatch.setattr(choices, "may_ask", lambda: True)
    result = scaffold("day2", input="express\n")
    assert "Track (flask, express, django) [flask]: " in result.stdout
    assert settings("day2/grade.toml")["track"] == "express"
    assert scaffold("day2", "--into", "other", input="\n").exit_code == 0
    assert settings("other/grade.toml")["track"] == "flask"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["day9"], "no day called 'day9'"),
        (["dya2"], "Did you mean day2?"),
        (["day2", "--track", "expres"], "Did you mean express?"),
        (["day2", "--only", "cup"], "Did you mean cups?"),
        (["day2", "--project", "blog"], "--project is for day7 alone"),
        (["course", "--only", "cups"], "--only needs a day"),
        (["course", "--database", "oracle"], "The databases are: sqlite"),
        (["day2", "--colour"], "No such option"),
        ([], "Missing argument"),
        (["day2", "--into", "file"], "file is not a folder"),
        (["day2", "--into", "broken/course"], "course.toml"),
    ],
)
def test_wrong_use(scaffold: Scaffold, arguments: list[str], said: str) -> None:
    """Exit 2, one sentence on standard error, nothing written."""
    Path("file").write_text("")
    Path("broken").mkdir()
    Path("broken/course.toml").write_text("track = 3")
    before = sorted(Path().rglob("*"))
    result = scaffold(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""
    assert sorted(Path().rglob("*")) == before


def test_the_whole_course(scaffold: Scaffold) -> None:
    """Every day there is in a new Git repository, with the choices at the top; a second time changes nothing."""
    result = scaffold("course", "--track", "express", "--database", "postgres")
    assert result.exit_code == 0, result.output
    assert settings("course/course.toml") == {"track": "express", "database": "postgres"}
    assert settings("course/day2/grade.toml")["track"] == "express"
    assert Path("course/.git").is_dir()
    assert ".grader/" in Path("course/.gitignore").read_text()
    assert result.stdout.endswith("Next\n  cd course\n  grade day2\n")
    again = scaffold("course")
    assert again.exit_code == 0, again.output
    assert "in a repository already" in again.stdout


def test_help_has_an_example_and_is_fast() -> None:
    """--help loads click and nothing heavy."""
    script = (
        "import sys\nfrom grader.cli.scaffold import main\n"
        "try: main(['--help'], prog_name='scaffold')\n"
        "except SystemExit as end: code = end.code\n"
        "heavy = {'jinja2', 'requests', 'docker', 'pytest', 'rich', 'grader.catalog'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy or code else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stderr
    assert "scaffold day2 --track express\n" in done.stdout


def test_version(scaffold: Scaffold) -> None:
    """The script's name and the version."""
    assert scaffold("--version").stdout.startswith("scaffold 0.")


# --- how every command ends -------------------------------------------------------------------------------------------
def raising(error: BaseException) -> Callable[[], int]:
    def run() -> int:
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (UsageError("no such day", "Try day2."), 2, "error: no such day\n  Try day2.\n"),
        (
            ProjectError("it stopped", "Mend it.", log="one\ntwo\n"),
            3,
            "error: it stopped\n  │ one\n  │ two\n  Mend it.",
        ),
        (CourseError("a \x1b[31mred\x1b[0m check"), 4, "error: a \\x1b[31mred"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (click.Abort(), 130, "interrupted"),
    ],
)
def test_expected_endings(capsys: pytest.CaptureFixture[str], error: BaseException, code: int, said: str) -> None:
    """A sentence on stderr, the log behind bars, control characters made visible, the agreed exit code."""
    assert common.run_guarded(raising(error)) == code
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.out == ""


def test_a_bug_of_ours(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 4, no traceback on the screen, and a file with it."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert common.run_guarded(raising(KeyError("nobody thought of it"))) == 4
    said = capsys.readouterr().err
    (report,) = tmp_path.glob("backend-week-*.log")
    assert str(report) in said
    assert "Traceback" not in said
    assert "nobody thought of it" in report.read_text()
    assert report.stat().st_mode & 0o077 == 0


def test_a_broken_pipe_that_is_not_our_output_is_a_bug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that hung up must not look like `| head`."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(common, "_reader_gone", lambda: False)
    assert common.run_guarded(raising(BrokenPipeError())) == 4


def test_a_reader_that_went_away() -> None:
    """`grade | head` ends quietly."""
    script = (
        "import sys, click\nfrom grader.cli.common import run_guarded\n"
        "sys.exit(run_guarded(lambda: [click.echo('x' * 5000) for _ in range(1000)] and 0))"
    )
    child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stderr is not None
    with child:
        child.stdout.read(10)
        child.stdout.close()
        assert child.stderr.read() == b""
    assert child.returncode == common.READER_GONE


def test_a_terminal_without_utf8_is_no_bug() -> None:
    """What it can't show becomes a question mark."""
    script = (
        "import sys, click\nfrom grader.cli.common import run_guarded\nrun_guarded(lambda: click.echo('a ● b') or 0)"
    )
    env = {"PYTHONIOENCODING": "latin-1", "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=env, timeout=30)
    assert (done.stdout, done.stderr) == ("a ? b\n", "")


# --- a day of projects ------------------------------------------------------------------------------------------------
@pytest.fixture
def projects(scaffold: Scaffold, tmp_path: Path) -> Scaffold:
    """The small course, whose day is one of two projects; one of them is described for programs."""
    (tmp_path / "course/day2").rename(tmp_path / "course/day7")
    text = (tmp_path / "course/day7/day.toml").read_text()
    (tmp_path / "course/day7/day.toml").write_text(f"{text}one_of = true\n")
    requests = tmp_path / "course/day7/cups/requests.toml"
    requests.write_text(requests.read_text().replace("day2/", "day7/"))
    (tmp_path / "course/day7/cups/openapi.yaml").write_text("openapi: 3.1.0\n")
    return scaffold


def test_one_project_of_several(projects: Scaffold) -> None:
    """Its files alone are laid down; grade.toml says which it is, and the next scaffold keeps to that."""
    result = projects("day7", "--project", "spoons")
    assert result.exit_code == 0, result.output
    assert "Small things: Spoons" in result.stdout
    assert settings("day7/grade.toml")["project"] == "spoons"
    assert Path("day7/sub/spoons.py").is_file()
    assert not Path("day7/cups.py").exists()
    assert not Path("day7/openapi.yaml").exists()
    assert "unchanged" in projects("day7").stdout


def test_the_first_project_where_none_is_chosen(projects: Scaffold) -> None:
    """With what describes it."""
    assert projects("day7").exit_code == 0
    assert settings("day7/grade.toml")["project"] == "cups"
    assert Path("day7/openapi.yaml").read_text() == "openapi: 3.1.0\n"


def test_the_courses_project(projects: Scaffold) -> None:
    """course.toml may say so."""
    Path("course.toml").write_text('project = "spoons"\n')
    assert projects("day7").exit_code == 0
    assert settings("day7/grade.toml")["project"] == "spoons"


def test_an_unknown_project(projects: Scaffold) -> None:
    """The known ones are named."""
    result = projects("day7", "--project", "spoon")
    assert result.exit_code == 2
    assert "Did you mean spoons?" in result.stderr
