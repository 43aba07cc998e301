"""Start commands where no shell knows their language."""

from __future__ import annotations

import subprocess

import pytest

from grader import system
from grader.errors import MachineError
from grader.runners.starting import shell
from grader.runners.without_shell import command, split

ENV = {"PORT": "8123", "EMPTY": "", "DATA_DIR": r"C:\Users\a b\data", "PATH": "/usr/bin:/bin"}
SHOWS = 'program() { printf \'%s\\n\' program "$@" "${NODE_ENV:-}"; }; '


@pytest.mark.parametrize(
    "start",
    [
        "program app.py",
        "  program server.js ",
        "program --app 'my app' run --port $PORT",
        "NODE_ENV=production program server.js",
        "NODE_ENV=on-$PORT program server.js",
        'program "app:create_app()" -b 0.0.0.0:${PORT:-8000}',
        'program x ${NOTHING:-8000} "${EMPTY:-a b}" $NOTHING "" end',
        'program app.py --data "$DATA_DIR"',
    ],
)
def test_as_a_shell_would(start: str) -> None:
    """The same words reach the program as by a real shell, and the same variables."""
    words, variables = split(start, ENV)
    told = subprocess.run(["sh", "-c", SHOWS + start], env=ENV, capture_output=True, text=True, check=True)
    assert [*words, variables.get("NODE_ENV", ""), ""] == told.stdout.split("\n")


@pytest.mark.parametrize(
    "start",
    [
        "python manage.py migrate && python manage.py runserver",
        "cd src; ./run.sh",
        "node a.js | tee log",
        "node a.js > log",
        "node $(ls)",
        "node `ls`",
        "node 'a",
        "node '$PORT'",
        "node *.js",
        "",
    ],
)
def test_what_needs_a_shell(start: str) -> None:
    """It is this machine's lack, with what to do; nothing is guessed."""
    with pytest.raises(MachineError, match="needs a shell") as refused:
        split(start, ENV)
    assert "--runner docker" in (refused.value.remedy or "")


def test_the_shell_is_preferred(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    """Where there is one, on whatever system, it runs the command."""
    assert command("node a.js && node b.js", ENV) == (shell("node a.js && node b.js"), ENV)
    monkeypatch.setattr(system, "POSIX", False)
    assert command("node a.js", ENV) == (shell("node a.js"), ENV)
    nowhere = {**ENV, "PATH": str(tmp_path)}
    assert command("node a.js $PORT", nowhere) == (["node", "a.js", "8123"], nowhere)
