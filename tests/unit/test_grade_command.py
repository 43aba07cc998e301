"""The command `grade`: wrong use, exit codes, and what it does not import."""

from __future__ import annotations

import dataclasses
import json
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hostile import says, serving, whole
from small_course import build

from grader.cli import choosing
from grader.cli.grade import main
from grader.cli.running import interruptible
from grader.cli.submitted import find_folder
from grader.cli.telling import exit_code, without_hints
from grader.cli.waiting import Waiting
from grader.errors import UsageError
from grader.jobs import database_for
from grader.model import Day
from grader.outcomes import CheckResult, ExerciseResult, GoalResult, Report
from grader.progress import runs
from grader.runners import RUNNERS

Grade = Callable[..., Result]
CHECK = 'def test_it(api):\n    """It is {code}."""\n    assert api.get("/").status_code == {code}\n'


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course whose exercise `cups` wants a 201, and `spoons` (bonus) a 200."""
    made = build(tmp_path / "course")
    (made / "day2/cups/checks/test_create.py").write_text(CHECK.format(code=201))
    (made / "day2/spoons/checks/test_create.py").write_text(CHECK.format(code=200))
    return made


@pytest.fixture
def grade(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Grade:
    """Runs the command in an empty folder; no engine answers."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setattr("grader.catalog.root", lambda: course)
    monkeypatch.setattr("grader.runners.docker.engine.answers", lambda: False)
    return lambda *arguments: CliRunner().invoke(main, arguments, prog_name="grade")


@pytest.fixture
def url() -> Iterator[str]:
    """A server that says 200 to everything."""
    with serving(says(whole(b"ok", "Content-Type: text/plain"))) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["day9"], ["there is no day called 'day9'", "day2"]),
        (["dya2"], ["there is no day called 'dya2'", "Did you mean day2?"]),
        (["../day2"], ["there is no day called"]),
        (["day2", "cusp"], ["day2 has no exercise called 'cusp'", "Did you mean cups?"]),
        (["day2", "cups", "zzz"], ["no exercise called 'zzz'", "The exercises are: cups, spoons."]),
        (["day2", "--runner", "dokcer"], ["there is no runner called 'dokcer'", "Did you mean docker?"]),
        (["day2", "--runner", "zzz"], ["The runners are: auto, docker, local."]),
        (["day2", "--runner", "url"], ["there is no runner called 'url'"]),
        (["day2", "--project", "nowhere"], ["there is no project folder nowhere", "scaffold day2 --into nowhere"]),
        (["day2", "--runner", "local", "--runtime", "runsc"], ["--runtime runsc needs a container"]),
        (["day2", "--url", "http://127.0.0.1:1", "--runtime", "runsc"], ["--runtime runsc needs a container"]),
        (["day2", "--url", "ftp://example.com"], ["is no address of a server"]),
        (["day2", "--url", "http://[broken"], ["is no address of a server"]),
        (["day2", "--fail-under", "101"], ["--fail-under"]),
        (["day2", "--start-timeout", "0"], ["--start-timeout"]),
        (["day2", "--start-timeout", "nan"], ["--start-timeout"]),
        (["day2", "--seed", "-1"], ["--seed"]),
        (["day2", "--nonsense"], ["--nonsense"]),
        (["--quiet"], ["DAY"]),
    ],
)
def test_wrong_use(grade, arguments, words):
    """Exit code 2, what was wrong, and the nearest names; no traceback, nothing started."""
    result = grade(*arguments)
    assert result.exit_code == 2, result.output
    for word in words:
        assert word in result.output
    assert "Traceback" not in result.output and "bug report" not in result.output


def test_broken_course(grade, course):
    """A broken manifest is exit code 4 and named."""
    (course / "day2/cups/exercise.toml").write_text("format = 2\n")
    result = grade("day2")
    assert result.exit_code == 4
    assert "exercise.toml" in result.output and "format is 2" in result.output


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["day2"], 1),
        (["day2", "--fail-under", "0"], 0),
        (["day2", "--fail-under", "0.1"], 1),
    ],
)
def test_exit_codes_of_a_graded_run(grade, url, arguments, code):
    """The whole way, on a server that runs already: one required goal failed, a bonus one passed."""
    result = grade(*arguments, "--url", url, "--json", "report.json", "--seed", "5")
    assert result.exit_code == code, result.output
    report = json.loads(Path("report.json").read_text())
    assert report["status"] == "graded" and report["seed"] == 5 and report["runner"] == "url"
    assert [e["goals"][0]["outcome"] for e in report["exercises"]] == ["failed", "passed"]


def test_nobody_answers(grade):
    """Exit code 3: the project's own fault."""
    with serving(says()) as port:
        pass
    result = grade("day2", "--url", f"http://127.0.0.1:{port}", "--start-timeout", "1")
    assert result.exit_code == 3, result.output
    assert "nothing answers at" in result.output


def test_a_run_is_remembered(grade, course, url):
    """Beside the project: one that was graded and one that did not start; never a fault of the course or machine."""
    Path("grade.toml").write_text('day = "day2"\n')
    grade("day2", "--url", url)
    with serving(says()) as port:
        pass
    grade("day2", "--url", f"http://127.0.0.1:{port}", "--start-timeout", "1")
    (course / "day2/spoons/checks/test_create.py").write_text("import nonsense\n" + CHECK.format(code=200))
    assert grade("day2", "--url", url).exit_code == 4
    found, warnings = runs.read([Path.cwd()])
    assert [(run.status, run.runner, list(run.goals.values())) for run in found] == [
        ("graded", "url", ["failed", "passed"]),
        ("not-startable", "url", []),
    ]
    assert warnings == []


def test_broken_check(grade, course, url):
    """Exit code 4, whatever the other checks say."""
    (course / "day2/spoons/checks/test_create.py").write_text("import nonsense\n" + CHECK.format(code=200))
    result = grade("day2", "--url", url)
    assert result.exit_code == 4, result.output


def test_no_project(grade):
    """A folder without a project is no traceback."""
    result = grade("day2", "--runner", "local")
    assert result.exit_code in (2, 3), result.output
    assert "bug report" not in result.output


def test_report_to_a_folder(grade, url):
    """Refused before anything is sent."""
    result = grade("day2", "--url", url, "--html", ".")
    assert result.exit_code == 2, result.output


# --- parts ------------------------------------------------------------------------------------------------------------
def made(outcome: str = "passed", status: str = "graded", **more: object) -> Report:
    goal = GoalResult("day2/a.b", "t", outcome, hints=("look",), checks=(CheckResult("c", "failed"),))  # type: ignore[arg-type]
    exercise = ExerciseResult("day2/a", "t", 1.0, (goal,))
    return Report("day2", "", "", "url", "none", 1, "", 0.0, status, (exercise,), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("report", "fail_under", "code"),
    [
        (made(), None, 0),
        (made("failed"), None, 1),
        (made("not-run"), None, 1),
        (made(), 100.0, 0),
        (made("failed"), 0.0, 0),
        (made("failed"), 1.0, 1),
        (made(status="not-startable"), 0.0, 3),
        (made(status="not-startable"), None, 3),
        (made(status="environment-error"), 0.0, 4),
    ],
)
def test_exit_code(report, fail_under, code):
    """As the interface has it: a run that was not graded never passes by its limit."""
    assert exit_code(report, fail_under) == code


def test_without_hints():
    """The same report, and no hint in it."""
    bare = without_hints(made("failed"))
    assert bare.goals[0].hints == () and bare.goals[0].outcome == "failed"
    assert bare.goals[0].checks == made("failed").goals[0].checks


def test_finding_the_folder(tmp_path, monkeypatch):
    """As given; here if this is the day's; else ./DAY; else here, unless it is another day's."""
    day = Day("day2", "", "", (), tmp_path)
    monkeypatch.chdir(tmp_path)
    assert find_folder(day, None, required=True) == tmp_path
    (tmp_path / "day2").mkdir()
    assert find_folder(day, None, required=True) == tmp_path / "day2"
    (tmp_path / "grade.toml").write_text('day = "day2"\n')
    assert find_folder(day, None, required=True) == tmp_path
    (tmp_path / "grade.toml").write_text('day = "day3"\n')
    assert find_folder(day, None, required=True) == tmp_path / "day2"
    (tmp_path / "day2").rmdir()
    with pytest.raises(UsageError, match="this folder is day3's project"):
        find_folder(day, None, required=True)
    assert find_folder(day, None, required=False) == tmp_path
    assert find_folder(day, Path(), required=True) == tmp_path
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="there is no project folder file"):
        find_folder(day, Path("file"), required=True)


def test_choosing_a_runner(monkeypatch):
    """`auto` takes docker where an engine answers, else local, and says so."""
    for answers, name, notices in ((True, "docker", 0), (False, "local", 1)):
        monkeypatch.setattr("grader.runners.docker.engine.answers", lambda answers=answers: answers)
        runner, notice = choosing.choose_runner("auto")
        assert (runner.name, len(notice)) == (name, notices)


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_like_an_interruption(name):
    """Everything is taken down on the way out, and the handler is put back."""
    before = signal.getsignal(name)
    with pytest.raises(KeyboardInterrupt), interruptible():
        signal.raise_signal(name)
    assert signal.getsignal(name) is before


def test_an_interruption_within_a_callback():
    """Python forgets what is raised where it calls back by itself, while it imports say: it is raised all the same."""
    before = sys.unraisablehook
    one = type("Thing", (), {})()
    watching = weakref.ref(one, lambda _: signal.raise_signal(signal.SIGINT))
    with pytest.raises(KeyboardInterrupt), interruptible():
        del one
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            assert watching() is None
    assert sys.unraisablehook is before


def test_waiting_without_a_terminal(capsys):
    """Long work is a plain line on stderr; the rest is silent."""
    with Waiting(silent=True) as waiting:
        waiting.say("installing dependencies")
        waiting.seen("day2/a.b::c")
        waiting.done()
    assert waiting.count == 1
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err == "  installing dependencies\n"


HEAVY = (
    "docker",
    "rich",
    "requests",
    "pytest",
    "jinja2",
    "psutil",
    "urllib3",
    "yaml",
    "asyncio",
    "grader.checks.api",
    "grader.verify",
)


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["day2", "--nonsense"], ["serve", "--help"], ["export", "--help"]]
)
def test_help_imports_little(arguments):
    """`grade --help` answers at once: what takes long to import is not imported."""
    source = (
        "import sys\nfrom grader.cli.grade import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit:\n    pass\n"
        f"print('HEAVY', [name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-I", "-c", source], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "HEAVY []", done.stdout + done.stderr


def test_help_says_how():
    """An example and the exit codes are in it."""
    result = CliRunner().invoke(main, ["--help"], prog_name="grade")
    assert result.exit_code == 0
    assert "grade day2" in result.output and "Exit codes" in result.output and "--runner" in result.output


@pytest.mark.parametrize(
    ("asked", "here", "course", "runner", "found"),
    [
        (None, "", "", "local", "sqlite"),
        (None, "", "mysql", "docker", "mysql"),
        (None, "postgres", "mysql", "docker", "postgres"),
        ("mongo", "postgres", "mysql", "docker", "mongo"),
        ("postgres", "", "", "url", "none"),
    ],
)
def test_the_database(tmp_path, asked, here, course, runner, found):
    """As asked, else the project's, else the course's, else SQLite; none for a server that runs already."""
    day = Day("day3", "", "", (), tmp_path, database=True)
    folder = tmp_path / "day3"
    folder.mkdir()
    (tmp_path / "course.toml").write_text(f'database = "{course}"\n')
    (folder / "grade.toml").write_text(f'database = "{here}"\n')
    assert database_for(day, folder, asked, RUNNERS[runner]()) == found
    assert database_for(dataclasses.replace(day, database=False), folder, asked, RUNNERS[runner]()) == "none"


def test_a_database_that_nobody_knows(tmp_path):
    """The nearest names are offered."""
    day = Day("day3", "", "", (), tmp_path, database=True)
    with pytest.raises(UsageError, match="no database called 'postgre' on day3") as caught:
        database_for(day, tmp_path, "postgre", RUNNERS["local"]())
    assert "postgres" in caught.value.remedy
