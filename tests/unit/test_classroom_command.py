"""`classroom grade` without an engine: wrong use, a dry run, what stands in its summary, and that help is quick."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.classroom.desk import Done
from grader.classroom.records import Learner
from grader.classroom.session import Tally
from grader.cli import classroom_told
from grader.cli.classroom import COMMANDS, main


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A teacher's folder with a right project, a broken archive and a line that leads nowhere."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada/app.py").write_text("from flask import Flask\napp = Flask(__name__)\n")
    (tmp_path / "ada/requirements.txt").write_text("Flask\n")
    (tmp_path / "bob.zip").write_bytes(b"PK\x03\x04 and no more")
    (tmp_path / "class.csv").write_text("learner,source\nada,ada\nbob,bob.zip\neve,none\n")
    return tmp_path


def grade(*words: str) -> Result:
    return CliRunner().invoke(main, ["grade", *words])


def test_a_dry_run(room: Path) -> None:
    """A line each: what it is, or why it can't be taken; nothing is graded, nothing written."""
    done = grade("class.csv", "--day", "day2", "--dry-run")
    lines = done.output.splitlines()
    assert done.exit_code == 1, done.output
    assert (
        lines[0].startswith("  ok  ada: flask, ") and "damaged" in lines[1] and "there is nothing at none" in lines[2]
    )
    assert lines[3] == "3 learners: 1 source can be taken, 2 can't"
    assert sorted(path.name for path in room.iterdir()) == ["ada", "bob.zip", "class.csv"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["none.csv", "--day", "day2"], "the roster none.csv can't be read"),
        (["class.csv", "--day", "day9"], "there is no day called 'day9'"),
        (["class.csv"], "Missing option '--day'"),
        (["class.csv", "--day", "day2", "--key", "k.pem"], "--key signs official grades alone"),
        (["class.csv", "--day", "day2", "--scheduler", "x", "--cluster", "local:2"], "two ways to say where"),
        (["class.csv", "--day", "day2", "--cluster", "many"], "--cluster many is none"),
        (["class.csv", "--day", "day2", "--official", "--key", "none.pem"], "none.pem"),
        (["class.csv", "--day", "day3", "--database", "postgre"], "there is no database called 'postgre' on day3"),
        (["class.csv", "--day", "day2", "--jobs", "0"], "Invalid value for '--jobs'"),
    ],
)
def test_wrong_use(words: list[str], said: str, room: Path) -> None:
    """Exit 2 with a sentence, before anything runs or is written."""
    done = grade(*words)
    assert done.exit_code == 2, done.output
    assert said in done.output and "Traceback" not in done.output
    assert not (room / "grades.db").exists() and not (room / "grades").exists()


def test_no_engine(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Strangers' code is graded in containers alone: without an engine there is no grade, and it is nobody's fault."""
    monkeypatch.setenv("DOCKER_HOST", f"unix://{room}/no.sock")
    done = grade("class.csv", "--day", "day2")
    assert done.exit_code == 4 and not (room / "grades.db").exists()


def test_the_summary() -> None:
    """Whose grade changed, and by whose fault somebody has none."""
    done = [Done(Learner(f"l{n}", "x"), "machine", words="disk full\x1b[2J") for n in range(7)]
    tally = Tally({one.learner.id: one for one in done})
    lines = list(classroom_told.summary(tally, [f"l{n}: 10 % → 20 %" for n in range(30)], 7, 65.4))
    assert lines[0] == "7 learners in 65 s: 0 graded"
    assert lines[1] == "30 grades changed:" and "… and 10 more" in lines[22]
    assert lines[23] == "7 not graded, by the fault of this machine: l0, l1, l2, l3, l4 …"
    assert lines[24] == "  disk full\\x1b[2J"


def test_help_imports_nothing_heavy() -> None:
    """Neither the gradebook's library, nor Dask's, nor the engine's."""
    script = """
import sys
from grader.cli.classroom import main
from click.testing import CliRunner
for words in (["--help"], ["grade", "--help"]):
    assert CliRunner().invoke(main, words).exit_code == 0
heavy = {"sqlalchemy", "distributed", "cryptography", "docker", "rich", "jinja2", "pytest", "psutil"}
print(sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]", done.stderr


def test_every_command_has_help_and_a_version() -> None:
    """With an example each."""
    for name in COMMANDS:
        done = CliRunner().invoke(main, [name, "--help"])
        assert done.exit_code == 0 and f"classroom {name}" in done.output
        assert CliRunner().invoke(main, [name, "--version"]).exit_code == 0
