"""The engine is missing, stopped, too old, elsewhere; it dies or hangs in each phase of a run; its disk is full.

None of it ever counts against a learner: exit 4, a sentence, no score; and the next run sweeps what was left.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingUnixStreamServer

import pytest

from grader.runners.docker.engine import connect
from tests.e2e.conftest import SCRIPTS, leftovers, need, run
from tests.e2e.engine_proxy import Proxy
from tests.e2e.threats.harness import COURSE, Outcome, grade
from tests.e2e.threats.projects import course, lay

FILES = 'def test_files(app):\n    """It wrote nothing."""\n    assert app.files() == {}\n'
SLEEPS = "exec python3 -c 'import time; time.sleep(60)'"
STARTED = [r"/attach", r"POST .*/start"]
WITHOUT_RIGHTS = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.getuid() == 0 else []
NO_ENGINE = "no Docker engine answers here, so this was run without a container"


@dataclass(frozen=True)
class Phase:
    """Where in a run it happens: the requests before, what the run says that it was doing, and on which project."""

    trigger: list[str]
    doing: str
    app: str = "sane"
    start: str = "exec python3 app.py"
    checks: Mapping[str, str] = field(default_factory=dict)


PHASES = {
    "creating": Phase([r"POST .*/containers/create"], "making the sandbox"),
    "copying": Phase([r"PUT .*/archive"], "copying the project into the sandbox"),
    "starting": Phase(STARTED, "starting the app"),
    "readiness": Phase([*STARTED, r"GET .*/containers/\w+/json"], "looking after the app", start=SLEEPS),
    "checks": Phase([*STARTED, r"GET .*/logs"], "ending the app", app="crashing"),
    "wait": Phase([*STARTED, r"POST .*/wait"], "looking at the app's files", checks={"files": FILES}),
    "results": Phase(
        [*STARTED, r"GET .*/logs"], "reading the app's output", start="exec python3 app.py a", app="nonce"
    ),
}
WORDS = {
    "die": "the Docker engine went away ({})",
    "hang": "the Docker engine does not answer any more ({})",
    "write /somewhere/deep: no space left on device": "the engine's disk is full ({})",
}
SCENARIOS = [(name, how) for name in PHASES for how in ("die", "hang")]
SCENARIOS += [(name, "write /somewhere/deep: no space left on device") for name in ("creating", "copying", "starting")]


@dataclass
class Swept:
    """All scenarios' outcomes, and what was left of them before and after the next run."""

    outcomes: dict[tuple[str, str], Outcome]
    before: list[str]
    after: list[str]
    next: Outcome


@pytest.fixture(scope="module")
def swept(has_engine: bool, tmp_path_factory: pytest.TempPathFactory) -> Swept:
    """Every scenario, some at a time: a hanging engine takes its seconds."""
    if not has_engine:
        pytest.skip("no Docker engine answers here")
    places = [tmp_path_factory.mktemp("trouble") for _ in SCENARIOS]  # which is for one thread alone
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda pair, place: troubled(*pair, place), SCENARIOS, places))
    client = connect()
    before = leftovers(client)
    here = tmp_path_factory.mktemp("next")
    following = grade(["day8"], lay(here / "work", "sane"), here)
    deadline = time.monotonic() + 20  # the sweep goes on beside the run, and other tests' graders end meanwhile
    while (after := leftovers(client)) and time.monotonic() < deadline:
        time.sleep(0.2)
    client.close()
    return Swept(dict(zip(SCENARIOS, found, strict=True)), before, after, following)


def troubled(name: str, how: str, tmp_path: Path) -> Outcome:
    """One grade, whose engine has its trouble in that phase."""
    phase = PHASES[name]
    project = lay(tmp_path / "work", phase.app, phase.start)
    env = {"GRADER_COURSE": str(course(tmp_path / "course", **phase.checks) if phase.checks else COURSE)}
    with tempfile.TemporaryDirectory() as short, Proxy(Path(short), list(phase.trigger), how) as proxy:
        outcome = grade(["day8"], project, tmp_path, **env, **proxy.env)
        assert proxy.happened.is_set(), f"{name} was not reached: {outcome.done.stdout}"
    return outcome


@pytest.mark.parametrize(("name", "how"), SCENARIOS, ids=[f"{name}-{how.split()[0]}" for name, how in SCENARIOS])
def test_in_the_middle_of_a_run(name: str, how: str, swept: Swept) -> None:
    """Robustness 9, 10, 13: exit 4, what it was doing, no score, no traceback, in bounded time."""
    outcome = swept.outcomes[(name, how)]
    assert outcome.done.returncode == 4, outcome.done.stdout + outcome.done.stderr
    assert outcome.report["status"] == "environment-error" and "Traceback" not in outcome.done.stderr
    assert WORDS[how].format(PHASES[name].doing) in outcome.said, outcome.said
    assert outcome.report["score"] == 0 and outcome.report["exercises"] == []
    assert "/somewhere/deep" not in "".join(outcome.files.values())
    assert outcome.seconds < 60


def test_the_next_run_sweeps(swept: Swept) -> None:
    """An engine that was away while things were to be removed: the next run removes them, and is not disturbed."""
    assert swept.before, "nothing was left: there is nothing to sweep"
    assert swept.after == []
    assert swept.next.done.returncode == 0


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("how", ["die", "hang"])
def test_while_it_is_taken_down(how: str, tmp_path: Path) -> None:
    """Once the report is out an engine in trouble takes nothing from it; what could not be removed is swept later."""
    with tempfile.TemporaryDirectory() as short, Proxy(Path(short), [*STARTED, "DELETE .*/containers/"], how) as proxy:
        outcome = grade(["day8"], lay(tmp_path / "work", "sane"), tmp_path, **proxy.env)
        assert proxy.happened.wait(20)
    assert outcome.done.returncode == 0 and outcome.report["score"] == 1
    client = connect()
    assert leftovers(client)
    done = run("grade", "clean", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert leftovers(client) == []
    client.close()


class TooOld(BaseHTTPRequestHandler):
    """An engine of long ago."""

    def do_GET(self) -> None:
        body = json.dumps({"ApiVersion": "1.40", "Version": "19.03"}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def address_string(self) -> str:
        return "a unix socket"

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def host(request: pytest.FixtureRequest) -> Iterator[str]:
    """DOCKER_HOST for each of the ways in which an engine can't be used at all."""
    with tempfile.TemporaryDirectory() as short:
        path = Path(short, "engine.sock")
        match request.param:
            case "missing":
                yield f"unix://{path}"
            case "stopped":
                with socket.socket(socket.AF_UNIX) as left:
                    left.bind(str(path))
                    yield f"unix://{path}"
            case "old":
                with ThreadingUnixStreamServer(str(path), TooOld) as server:
                    threading.Thread(target=server.serve_forever, daemon=True).start()
                    yield f"unix://{path}"
                    server.shutdown()
            case "hanging":
                with Proxy(Path(short), [], "hang") as proxy:
                    yield proxy.env["DOCKER_HOST"]
            case far:
                yield far


UNUSABLE = {
    "missing": "no Docker engine was found on this machine",
    "stopped": "the Docker engine does not answer: [Errno 111] Connection refused",
    "old": "the Docker engine is too old: it speaks no API 1.41",
    "hanging": "the Docker engine accepts connections, but does not answer within 10 s",
    "tcp://192.0.2.7:2376": "the Docker engine is on another machine (192.0.2.7): an app that runs there can't be",
    "ssh://somebody@192.0.2.7": "the Docker engine is on another machine (192.0.2.7): an app that runs there can't be",
    "tcp://[": "the Docker engine does not answer",
}


@pytest.mark.parametrize(("host", "words"), UNUSABLE.items(), indirect=["host"], ids=list(UNUSABLE))
def test_none_that_can_be_used(host: str, words: str, tmp_path: Path) -> None:
    """Robustness 8: each reason has its own sentence, exit 4, and the way without an engine."""
    outcome = grade(["day8"], lay(tmp_path / "work", "sane"), tmp_path, DOCKER_HOST=host)
    assert outcome.done.returncode == 4 and outcome.report["status"] == "environment-error"
    assert words in outcome.said, outcome.said
    assert "--runner local" in outcome.said
    assert "Traceback" not in outcome.done.stderr
    assert outcome.seconds < 20


def test_no_permission(tmp_path: Path) -> None:
    """Robustness 8: somebody who may not use the socket is told what to do; root gives up the right to all files."""
    need(*WITHOUT_RIGHTS[:1])
    project = lay(tmp_path / "work", "sane")
    with tempfile.TemporaryDirectory() as short, socket.socket(socket.AF_UNIX) as closed:
        Path(short).chmod(0o755)
        closed.bind(f"{short}/engine.sock")
        closed.listen()
        Path(short, "engine.sock").chmod(0)
        done = subprocess.run(
            [*WITHOUT_RIGHTS, SCRIPTS / "grade", "day8", "--project", project, "--runner", "docker"],
            cwd=tmp_path,
            env={**os.environ, "DOCKER_HOST": f"unix://{short}/engine.sock", "GRADER_COURSE": str(COURSE)},
            capture_output=True,
            text=True,
            timeout=60,
        )
    words = " ".join(done.stdout.split())
    assert done.returncode == 4, done.stdout + done.stderr
    assert "you may not use the Docker engine: no permission on its socket" in words
    assert "sudo usermod -aG docker $USER" in words and "Traceback" not in done.stderr


def test_auto_goes_without(tmp_path: Path) -> None:
    """Robustness 8: `--runner auto` grades on this machine where no engine answers, and says so."""
    host = f"unix://{tmp_path}/none.sock"
    outcome = grade(["day8"], lay(tmp_path / "work", "sane"), tmp_path, runner="auto", DOCKER_HOST=host)
    assert outcome.done.returncode == 0, outcome.done.stdout + outcome.done.stderr
    assert outcome.report["runner"] == "local" and NO_ENGINE in outcome.report["notices"]
