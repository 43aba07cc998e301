"""`grade DAY --watch` with real processes and containers: every save is answered, and nothing of it is left."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from grader.runners.docker.engine import LABEL, connect
from grader.runners.watchdog import STILL
from tests.e2e.conftest import SCRIPTS, need_for
from tests.e2e.left import left_by
from tests.e2e.test_endings import GONE, gone_within, listen_to_interrupts
from tests.e2e.test_serve import solution

pytestmark = pytest.mark.beside

USERS = {"flask": "users.py", "express": "routes/users.js", "django": "api/users.py"}


class Watching:
    """A `grade --watch` that goes on; `said` is all that it has printed so far."""

    def __init__(self, child: subprocess.Popen[bytes], stream: int) -> None:
        self.child = child
        self.stream = stream
        self.data = b""
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        try:
            while piece := os.read(self.stream, 65536):
                self.data += piece
        except OSError:
            return  # the terminal's other end is closed

    @property
    def said(self) -> str:
        return self.data.decode("utf-8", "replace")

    def wait_for(self, pattern: str, since: int = 0, seconds: float = 90) -> str:
        """What it said after so many characters, once that holds the pattern."""
        deadline = time.monotonic() + seconds
        while not re.search(pattern, self.said[since:]):
            assert time.monotonic() < deadline and self.child.poll() is None, self.said[since:]
            time.sleep(0.02)
        return self.said[since:]


@contextmanager
def watching(folder: Path, *words: str, terminal: bool = False, **env: str) -> Iterator[Watching]:
    """The command in a project's folder; on a terminal of its own, or with its output in a pipe."""
    ours, theirs = pty.openpty() if terminal else os.pipe()
    child = subprocess.Popen(
        [SCRIPTS / "grade", *words, "--watch"],
        cwd=folder,
        stdin=theirs if terminal else subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env={**{k: v for k, v in os.environ.items() if k != "CI"}, "TERM": "xterm", "COLUMNS": "100", **env},
        preexec_fn=listen_to_interrupts,
    )
    os.close(theirs)
    try:
        yield Watching(child, ours)
    finally:
        child.kill()
        child.wait(timeout=30)
        os.close(ours)


def replaced(file: Path, old: str, new: str) -> None:
    """An editor's save: one word is another everywhere."""
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


@pytest.mark.parametrize("track", ["flask", "express", "django"])
def test_each_save_is_answered(track: str, runner: str, tmp_path: Path) -> None:
    """Right, wrong, broken, right again: each verdict is about the files as they are, and what failed comes first."""
    need_for(track, runner)
    folder = solution("day2", tmp_path, track)
    file = folder / USERS[track]
    right = file.read_text()
    with watching(folder, "day2", "methods", "--runner", runner) as going:
        going.wait_for(r"PASSED   9 of 9 goals")
        so_far = len(going.said)
        replaced(file, "201", "202")
        text = going.wait_for(r"of 9 goals · ", so_far)
        assert f"saved {file.relative_to(folder)}" in text
        assert "passes no longer: methods.create" in text and "expected    201 Created" in text
        so_far = len(going.said)
        file.write_text("(((\n")
        going.wait_for(r"NOT STARTED[\s\S]*what to do", so_far)
        so_far = len(going.said)
        file.write_text(right)
        text = going.wait_for(r"passes now: methods\.create", so_far)
        assert text.index("● methods.create") < text.index("PASSED   9 of 9 goals"), "what failed before comes first"
        going.child.send_signal(signal.SIGINT)
        assert going.child.wait(timeout=30) == 130
        assert GONE in going.said or STILL in going.said
    assert gone_within(10, going.child.pid)


def test_another_package_and_a_folder_that_comes_and_goes(tmp_path: Path) -> None:
    """New packages are installed; a file in a new folder is seen; a project that is away is waited for."""
    folder = solution("day2", tmp_path)
    with watching(folder, "day2", "methods", "--runner", "local") as going:
        going.wait_for(r"PASSED   9 of 9 goals")
        so_far = len(going.said)
        (folder / "greeting").mkdir()
        (folder / "greeting" / "__init__.py").write_text("import tomli_w\n")
        replaced(folder / "app.py", "import os\n", "import os\n\nimport greeting\n")
        going.wait_for(r"tomli_w[\s\S]*what to do", so_far)
        so_far = len(going.said)
        requirements = folder / "requirements.txt"
        requirements.write_text(requirements.read_text() + "tomli-w\n")
        going.wait_for(r"PASSED   9 of 9 goals", so_far)
        so_far = len(going.said)
        (folder / "greeting" / "__init__.py").write_text("raise SystemExit('not today')\n")
        going.wait_for(r"not today[\s\S]*what to do", so_far)
        so_far = len(going.said)
        folder.rename(tmp_path / "away")
        going.wait_for(r"error: there is no folder", so_far)
        so_far = len(going.said)
        (tmp_path / "away" / "greeting" / "__init__.py").write_text("")
        (tmp_path / "away").rename(folder)
        going.wait_for(r"PASSED   9 of 9 goals", so_far)


@pytest.mark.usefixtures("engine")
def test_a_sandbox_that_went_away(tmp_path: Path) -> None:
    """Whoever restarts the engine loses a verdict, which says so, and no more than that."""
    folder = solution("day2", tmp_path)
    with watching(folder, "day2", "methods", "--runner", "docker") as going:
        going.wait_for(r"PASSED   9 of 9 goals")
        client = connect()
        for container in client.containers.list(filters={"label": f"{LABEL}.pid={going.child.pid}"}):
            container.remove(force=True)
        client.close()
        so_far = len(going.said)
        replaced(folder / "app.py", "import os\n", "import os\n\n")
        text = going.wait_for(r"passes|PASSED|NOT GRADED|not graded|what to do", so_far)
        if "PASSED" not in text:
            so_far = len(going.said)
            replaced(folder / "app.py", "import os\n", "import os\n\n")
            going.wait_for(r"PASSED   9 of 9 goals", so_far)


def test_keys(tmp_path: Path) -> None:
    """On a terminal: r grades again, h gives a hint, o opens a page, q ends it with the verdict's exit code."""
    folder = solution("day2", tmp_path)
    replaced(folder / "users.py", "201", "202")
    opened = tmp_path / "opened.txt"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" >> {opened}\n')
    browser.chmod(0o755)
    env = {"BROWSER": f"{browser} %s"}
    with watching(folder, "day2", "methods", "--runner", "local", terminal=True, **env) as going:
        going.wait_for(r"waiting for a save · r run · h hint")
        for key, answer in (("h", r"hint 1/3  There are three things"), ("h", r"hint 2/3"), ("r", r"once more")):
            so_far = len(going.said)
            os.write(going.stream, key.encode())
            going.wait_for(answer, so_far)
        going.wait_for(r"waiting for a save", so_far)
        os.write(going.stream, b"o")
        deadline = time.monotonic() + 20
        while not opened.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        page = folder / ".grader" / "report.html"
        assert opened.read_text().strip() == page.as_uri() and "methods.create" in page.read_text()
        os.write(going.stream, b"q")
        assert going.child.wait(timeout=30) == 1
        assert left_by(going.child.pid) == [] or gone_within(10, going.child.pid)
