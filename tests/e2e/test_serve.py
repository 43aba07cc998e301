"""`grade serve` with real processes and containers: it answers, newman's requests too, and nothing of it is left."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests

from grader.runners.local_places import free_port
from grader.runners.watchdog import STILL
from tests.e2e.conftest import REPOSITORY, SCRIPTS, need, run
from tests.e2e.left import left_by
from tests.e2e.test_endings import GONE, gone_within, listen_to_interrupts, tagged

SOLUTIONS = REPOSITORY / "solutions"
NEWMAN = "newman@6.2.2"
PROJECTS = ["day7/todo-app", "day7/blog", "day7/shop"]


class Serving:
    """A `grade serve` that is going on."""

    def __init__(self, child: subprocess.Popen[str], port: int, log: Path) -> None:
        self.child = child
        self.url = f"http://127.0.0.1:{port}"
        self.log = log

    def text(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def wait_for(self, words: str, seconds: float = 90) -> None:
        """Until it has said that."""
        deadline = time.monotonic() + seconds
        while words not in self.text():
            assert self.child.poll() is None and time.monotonic() < deadline, self.text()
            time.sleep(0.05)

    def end(self, name: str) -> int:
        """Its exit code after that signal."""
        self.child.send_signal(getattr(signal, name))
        return self.child.wait(timeout=30)


@contextmanager
def serving(day: str, folder: Path, *more: str) -> Iterator[Serving]:
    """The command, begun; what is left of it at the end is killed."""
    port, log = free_port(), folder / "said.txt"
    argv = [SCRIPTS / "grade", "serve", day, "--port", str(port), *more]
    with log.open("w") as out:
        child = subprocess.Popen(
            argv, cwd=folder, stdout=out, stderr=subprocess.STDOUT, text=True, preexec_fn=listen_to_interrupts
        )
    try:
        yield Serving(child, port, log)
    finally:
        child.kill()
        child.wait(timeout=30)


def solution(day: str, folder: Path, track: str = "flask") -> Path:
    """The reference solution as a learner's project."""
    return Path(shutil.copytree(SOLUTIONS / day / track, folder / day))


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_it_answers_and_nothing_is_left(runner: str, name: str, tmp_path: Path) -> None:
    """A request through the port, the app's own line of it, then the end: all is gone, and the port is free."""
    solution("day2", tmp_path)
    with serving("day2", tmp_path, "--runner", runner) as going:
        going.wait_for("Ctrl-C ends it")
        made = requests.post(f"{going.url}/users", json={"name": "Ada", "email": "ada@example.com"}, timeout=10)
        assert made.status_code == 201 and made.headers["Location"] == f"/users/{made.json()['id']}"
        going.wait_for("POST /users", 10)
        mine = tagged(going.child.pid) if runner == "local" else []
        assert left_by(going.child.pid) != []
        assert going.end(name) == (-9 if name == "SIGKILL" else 130)
        assert "Traceback" not in going.text()
        if name != "SIGKILL":  # on a busy machine it does not wait until all is removed, and says so
            assert GONE in going.text() or STILL in going.text()
            assert STILL in going.text() or left_by(going.child.pid) == []
        assert gone_within(10, going.child.pid)
        assert not any(psutil.pid_exists(pid) for pid in mine)
        with pytest.raises(requests.ConnectionError):
            requests.get(going.url, timeout=5)


def test_one_that_ends_by_itself(runner: str, tmp_path: Path) -> None:
    """Exit code 3, why it ended, and its last lines."""
    project = solution("day2", tmp_path)
    text = (project / "app.py").read_text()
    end = "import os\nimport threading\n\n\ndef end():\n    print('that was all', flush=True)\n    os._exit(7)\n\n\n"
    (project / "app.py").write_text(text.replace("import os\n", f"{end}threading.Timer(4, end).start()\n", 1))
    with serving("day2", tmp_path, "--runner", runner) as going:
        assert going.child.wait(timeout=90) == 3
        assert "your app ended by itself (exit code 7)" in going.text()
        assert going.text().count("│ that was all") == 2, "as it came, and among the last lines"
        assert gone_within(10, going.child.pid)


def test_a_day_with_a_database_and_mail(tmp_path: Path) -> None:
    """The app has its database, the variables that are asked for, and a mail server whose letters are shown."""
    solution("day5", tmp_path)
    with serving("day5", tmp_path, "--runner", "local", "--env", "FEATURE_EXPORT=on") as going:
        going.wait_for("Ctrl-C ends it")
        assert "· sqlite" in going.text() and "FEATURE_EXPORT=on" in going.text()
        assert requests.get(f"{going.url}/tickets/export", timeout=10).status_code == 200
        ticket = {"title": "The printer is on fire", "reporter_email": "ada@example.com"}
        made = requests.post(f"{going.url}/tickets", json=ticket, timeout=10).json()
        requests.patch(f"{going.url}/tickets/{made['id']}", json={"status": "closed"}, timeout=10)
        going.wait_for("mail to ada@example.com", 20)
        assert going.end("SIGINT") == 130
        assert gone_within(10, going.child.pid)


def test_a_port_in_use(tmp_path: Path) -> None:
    """Two at a time: the second one is told at once, and takes another port."""
    solution("day2", tmp_path)
    with serving("day2", tmp_path, "--runner", "local") as going:
        going.wait_for("Ctrl-C ends it")
        port = going.url.rpartition(":")[2]
        done = run("grade", "serve", "day2", "--runner", "local", "--port", port, cwd=tmp_path)
        assert done.returncode == 2 and f"port {port} is in use" in done.stderr and "--port" in done.stderr


@pytest.fixture(scope="module")
def newman(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program, installed for this module alone; no package's own scripts are run."""
    need("node", "npm")
    folder = tmp_path_factory.mktemp("newman")
    argv = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--prefix", folder, NEWMAN]
    done = subprocess.run(argv, cwd=folder, capture_output=True, text=True, timeout=600)
    if done.returncode and not os.environ.get("REQUIRE_ENGINE"):
        pytest.skip("newman can't be installed here")
    assert done.returncode == 0, done.stderr[-2000:]
    return folder / "node_modules" / ".bin" / "newman"


@pytest.mark.beside
@pytest.mark.xdist_group("newman")
@pytest.mark.parametrize("day", ["day1", "day2", "day3", "day4", "day5", "day6", *PROJECTS])
def test_newman_sends_the_collection(day: str, newman: Path, tmp_path: Path) -> None:
    """Each request of the exported collection is answered by the reference solution, as its name says where it does."""
    home, _, project = day.partition("/")
    shutil.copytree(SOLUTIONS / day / "flask", tmp_path / home)
    words = [home, *([project] if project else [])]
    done = run("grade", "export", *words, "--format", "postman", "--into", "collection.json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    # Day 6 is served by gunicorn, which closes a connection after two quiet seconds, at times just as newman uses it.
    patient = ("--env", "GUNICORN_CMD_ARGS=--keep-alive=75")
    with serving(home, tmp_path, "--runner", "local", *patient, *words[1:]) as going:
        going.wait_for("Ctrl-C ends it")
        argv = [newman, "run", "collection.json", "--env-var", f"baseUrl={going.url}", "--reporters", "json"]
        argv += ["--reporter-json-export", "out.json", "--timeout-request", "20000"]
        done = subprocess.run(argv, cwd=tmp_path, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr + (tmp_path / "out.json").read_text()[-4000:]
    sent = json.loads((tmp_path / "collection.json").read_text())
    items = [item for folder in sent["item"] for item in folder["item"]]
    ran = json.loads((tmp_path / "out.json").read_text())["run"]
    assert ran["failures"] == []
    assert [each["item"]["name"] for each in ran["executions"]] == [item["name"] for item in items]
    codes = [each.get("response", {}).get("code", 0) for each in ran["executions"]]
    assert [(item["name"], code) for item, code in zip(items, codes, strict=True) if not fits(item, code)] == []


def fits(item: dict[str, Any], code: int) -> bool:
    """Whether it was answered, with the code that its name ends with. A token must be pasted first: 401 without it."""
    said = re.search(r": (\d{3})$", item["name"])
    if "PASTE" in json.dumps(item):
        return code == 401 or not said
    return code == int(said[1]) if said else 200 <= code < 500 or item["request"]["url"]["path"] == ["boom"]
