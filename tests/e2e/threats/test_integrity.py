"""A score is what every expected check says, or there is none: broken checks, crashing apps, learned answers."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from grader.checks.api import Api
from grader.checks.exchange import Patience
from grader.outcomes import Exchange
from grader.server.address import Address
from tests.e2e.conftest import REPOSITORY, need
from tests.e2e.threats.harness import Outcome, grade, unharmed
from tests.e2e.threats.projects import course, lay

pytestmark = pytest.mark.beside

SANE = 'def test_sane(api):\n    """It answers."""\n    assert api.get("/echo/a").json() == "a"\n'
BEGUN = "the run is invalid: no result for day8/probe.bad::it, the last one begun was day8/probe.bad::it"
RESULT = '{"event": "result", "id": "day8/probe.bad::it", "outcome": "passed", "began": 1, "ended": 2}'
PIPE = (
    f"import os\nfrom grader.checks.state import RUN\nPIPE = request.config.stash[RUN].results\nLINE = b'{RESULT}\\n'\n"
)

BROKEN = {  # what stands in the check, and what is said
    "pytest-exit": ('import pytest\npytest.exit("", 0)', BEGUN),
    "sys-exit": ("import sys\nsys.exit(0)", "the check day8/probe.bad::it is broken: SystemExit: 0 (call)"),
    "hard-exit": ("import os\nos._exit(0)", BEGUN),
    "kills-itself": ("import os\nos.kill(os.getpid(), 9)", BEGUN),
    "keyboard": ("raise KeyboardInterrupt", BEGUN),
    "result-twice": (
        PIPE + "os.write(PIPE, LINE * 2)",
        "the run is invalid: an unexpected result for day8/probe.bad::it",
    ),
    "result-and-exit": (
        PIPE + "os.write(PIPE, LINE)\nos._exit(0)",
        "the run is invalid: no result for day8/probe.last",
    ),
    "no-line": (PIPE + "os.write(PIPE, b'{]\\n')", "the run is invalid: a line on the results' pipe that is no event"),
    "closes": ("import os\nos.closerange(3, 200)", BEGUN),
    "prints-gigabytes": ('while True: print("x" * 1000000)', "the check day8/probe.bad::it is broken: OSError"),
    "never-ends": ("while True: pass", "the check day8/probe.bad::it did not end within 3 s"),
    "own-mistake": ("nonsense", "the check day8/probe.bad::it is broken: NameError: name 'nonsense' is not defined"),
    "skips": ('import pytest\npytest.skip("no")', "the check day8/probe.bad::it is broken: Skipped"),
}
WHOLE = {  # what the file of checks holds, and what is said
    "import": (
        "import nonsense_x\n\n" + SANE,
        "the checks in day8/probe/checks/test_bad.py can't be loaded: ModuleNot",
    ),
    "exit-at-import": ("import os\n\nos._exit(0)\n\n" + SANE, "the last file read was day8/probe/checks/test_bad.py"),
    "fixture": (
        "import pytest\n\n\n@pytest.fixture\ndef mine():\n    raise OSError('no cup')\n\n\n"
        'def test_it(mine):\n    """It."""\n',
        "the check day8/probe.bad::it is broken: OSError: no cup (setup)",
    ),
    "unknown-fixture": ('def test_it(cup):\n    """It."""\n', "day8/probe.bad::it is broken: FixtureLookupError"),
}
SHORT = "import sys, grader.checking as c; c.CHECK_SECONDS = 3; from grader.cli.grade import main; main(sys.argv[1:])"


def body(lines: str) -> str:
    """A check with these lines."""
    return 'def test_it(api, request):\n    """It."""\n' + "".join(f"    {line}\n" for line in lines.splitlines())


def no_score(outcome: Outcome, words: str, tmp_path: Path) -> None:
    """The course is at fault: exit 4, a sentence that names the check or the file, no goal, nothing of a traceback."""
    assert outcome.done.returncode == 4, outcome.done.stdout + outcome.done.stderr
    assert outcome.report["status"] == "environment-error" and outcome.report["exercises"] == []
    assert not outcome.report["passed"] and outcome.report["score"] == 0
    assert words in outcome.report["problem"], outcome.report["problem"]
    for where, text in outcome.everything():
        assert "Traceback" not in text and "site-packages" not in text, where
    unharmed(outcome, tmp_path)


@pytest.mark.parametrize("name", [*BROKEN, *WHOLE])
def test_a_broken_check_is_no_score(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cases 3 and 17 (robustness): whatever a check does instead of judging, the run is invalid, never a score."""
    source, words = WHOLE[name] if name in WHOLE else (body(BROKEN[name][0]), BROKEN[name][1])
    where = course(tmp_path / "course", sane=SANE, bad=source, last=SANE)
    project = lay(tmp_path / "work", "sane")
    if name == "never-ends":
        with_short_checks(monkeypatch, tmp_path)
    no_score(grade(["day8"], project, tmp_path, runner="local", GRADER_COURSE=str(where)), words, tmp_path)


@pytest.mark.usefixtures("engine")
def test_a_broken_check_in_docker(tmp_path: Path) -> None:
    """Case 3: in a container the same, and the container is gone."""
    where = course(tmp_path / "course", sane=SANE, bad=body(BROKEN["pytest-exit"][0]))
    project = lay(tmp_path / "work", "sane")
    no_score(grade(["day8"], project, tmp_path, GRADER_COURSE=str(where)), BEGUN, tmp_path)


def with_short_checks(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """The command with less time for a check."""
    program = folder / "bin" / "grade"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c {shlex.quote(SHORT)} "$@"\n')
    program.chmod(0o755)
    monkeypatch.setattr("tests.e2e.conftest.SCRIPTS", program.parent)


MANIFESTS = {  # a word of the manifest, what stands there instead, and what is said
    "duplicate goals": (
        "[[goals]]",
        '[[goals]]\nid = "last"\ntitle = "a"\nhints = []\n\n[[goals]]',
        "are called 'last'",
    ),
    "a goal without checks": (
        "[[goals]]",
        '[[goals]]\nid = "none"\ntitle = "a"\nhints = []\n\n[[goals]]',
        "day8/probe.none: its checks can't be read",
    ),
    "hours 0": ("hours = 1", "hours = 0", "'hours' is 0, it must be above 0"),
    "hours below 0": ("hours = 1", "hours = -1", "'hours' is -1, it must be above 0"),
    "hours that are no number": ("hours = 1", "hours = nan", "'hours' is nan, it must be above 0"),
    "hours without end": ("hours = 1", "hours = inf", "'hours' is inf, it must be above 0"),
    "no TOML": ("hours = 1", "hours 1", "can't be read"),
}


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_broken_manifest_is_no_score(name: str, tmp_path: Path) -> None:
    """Case 17 (robustness): exit 4 before anything runs, and the file and the key are named."""
    find, other, words = MANIFESTS[name]
    where = course(tmp_path / "course", sane=SANE, last=SANE)
    manifest = where / "day8" / "probe" / "exercise.toml"
    manifest.write_text(manifest.read_text().replace(find, other, 1))
    outcome = grade(["day8"], lay(tmp_path / "work", "sane"), tmp_path, runner="local", GRADER_COURSE=str(where))
    assert outcome.done.returncode == 4 and words in " ".join(outcome.done.stderr.split()), outcome.done.stderr
    assert outcome.files == {} and "Traceback" not in outcome.done.stderr


CHECKS_TWICE = SANE + "\n\n" + SANE
EMPTY = '"""Nothing to see."""\n'


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (CHECKS_TWICE, "two checks are called 'test_sane'"),
        (EMPTY, "test_bad.py holds no check"),
        ("def (", "can't be read"),
    ],
)
def test_a_broken_file_of_checks(source: str, words: str, tmp_path: Path) -> None:
    """Case 17 (robustness): two checks of one name, none at all, or no Python: exit 4, and the file is named."""
    where = course(tmp_path / "course", sane=SANE, bad=source)
    outcome = grade(["day8"], lay(tmp_path / "work", "sane"), tmp_path, runner="local", GRADER_COURSE=str(where))
    assert outcome.done.returncode == 4 and outcome.files == {}
    assert words in " ".join(outcome.done.stderr.split()) and "Traceback" not in outcome.done.stderr


# --- the app crashes in the middle ------------------------------------------------------------------------------------
CRASHES = 'def test_first(api):\n    """It lives."""\n    assert api.get("/reached").json() == []\n\n\n' + SANE
AGAIN = 'def test_again(api):\n    """It lives."""\n    assert api.get("/reached").json() == []\n'


def test_an_app_that_crashes(runner: str, tmp_path: Path) -> None:
    """Case 18 (robustness): it is started once more, so that others are judged; a second crash is the last one."""
    where = course(tmp_path / "course", a=CRASHES, b=SANE, c=AGAIN, d=SANE, e=SANE)
    project = lay(tmp_path / "work", "crashing")
    outcome = grade(["day8", "--verbose"], project, tmp_path, runner=runner, GRADER_COURSE=str(where))
    unharmed(outcome, tmp_path)
    assert outcome.done.returncode == 1 and outcome.report["status"] == "graded"
    checks = {
        f"{goal['id'][-1]}.{check['name']}": check
        for goal in outcome.report["exercises"][0]["goals"]
        for check in goal["checks"]
    }
    stopped = "got none: the app stopped (exit code 9)"
    assert {name: check["outcome"] for name, check in checks.items()} == {
        "a.first": "failed",
        "a.sane": "passed",
        "b.sane": "passed",
        "c.again": "failed",
        "d.sane": "failed",
        "e.sane": "failed",
    }
    for name in ("a.first", "c.again", "d.sane", "e.sane"):
        assert checks[name]["message"].endswith(stopped), checks[name]
    assert "the last words of the app" in checks["a.first"]["log"]
    assert "the app stopped (exit code 9)" in outcome.said and "the last words of the app" in outcome.said


# --- learned answers --------------------------------------------------------------------------------------------------
REPLAY = """
import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

with open("learned.json") as file:
    LEARNED = json.load(file)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8", "replace")
        found = LEARNED.get(f"{self.command} {self.path} {body}") or [[404, {}, ""]]
        status, headers, text = found.pop(0) if len(found) > 1 else found[0]
        data = text.encode()
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in ("content-length", "date", "server", "connection"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD" and status not in (204, 304):
            self.wfile.write(data)

    do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = do_GET

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("0.0.0.0", int(os.environ["PORT"])), Handler).serve_forever()
"""


def copied(folder: Path, target: Path) -> Path:
    """A copy, since the harness leaves a file in a project's folder."""
    shutil.copytree(folder, target)
    return target


def under(folder: Path, name: str) -> Path:
    """A folder for a run of its own."""
    (folder / name).mkdir()
    return folder / name


OF_THE_DATA = {"methods.create", "methods.read"}


@pytest.mark.usefixtures("engine")
def test_learned_answers(tmp_path: Path) -> None:
    """Case 22: an app that answers from the record of one seed's run has none for what another seed asks."""
    real = REPOSITORY / "solutions" / "day2" / "flask"
    learned: dict[str, list[object]] = {}
    first = grade(["day2", "methods", "--seed", "1"], copied(real, tmp_path / "solution"), under(tmp_path, "a"))
    assert first.done.returncode == 0, first.done.stdout + first.done.stderr
    for goal in first.report["exercises"][0]["goals"]:
        for check in goal["checks"]:
            for one in check["exchanges"]:
                key = f"{one['request']['method']} {one['request']['path']} {one['request']['body']}"
                reply = one["response"]
                learned.setdefault(key, []).append([reply["status"], reply["headers"], reply["body"]])
    project = tmp_path / "work"
    project.mkdir()
    (project / "app.py").write_text(REPLAY)
    (project / "grade.toml").write_text('day = "day2"\ntrack = "flask"\nstart = "exec python3 app.py"\n')
    (project / "learned.json").write_text(json.dumps(learned))
    same = grade(["day2", "methods", "--seed", "1"], project, under(tmp_path, "b"))
    other = grade(["day2", "methods", "--seed", "2"], project, under(tmp_path, "c"))
    assert same.goals("passed") >= OF_THE_DATA, "the record is one that would do"
    assert other.done.returncode == 1 and not other.goals("passed") & OF_THE_DATA, other.said
    assert same.report["score"] > other.report["score"]  # two seeds disagree, and it shows


@contextmanager
def heard() -> Iterator[tuple[int, list[bytes]]]:
    """A server that keeps what it is sent, head and body, and says yes."""
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen(8)
    kept: list[bytes] = []

    def loop() -> None:
        with suppress(OSError):
            while True:
                client, _ = server.accept()
                client.settimeout(0.3)
                data = b""
                with suppress(TimeoutError):
                    while piece := client.recv(65536):
                        data += piece
                        head, _, rest = data.partition(b"\r\n\r\n")
                        length = re.search(rb"(?i)content-length: (\d+)", head)
                        if b"\r\n\r\n" in data and len(rest) >= int(length[1] if length else 0):
                            break
                kept.append(data)
                client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
                client.close()

    threading.Thread(target=loop, daemon=True).start()
    try:
        yield server.getsockname()[1], kept
    finally:
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        server.close()


def test_requests_look_like_curls() -> None:
    """Case 22: byte for byte what the report's curl line sends, but for curl's version: nothing to tell a grader by."""
    need("curl")
    with heard() as (port, kept):
        record: list[Exchange] = []
        api = Api(Address(f"http://127.0.0.1:{port}"), f"http://127.0.0.1:{port}", record, Patience())
        api.get("/users", params={"page": 2})
        api.head("/users")
        api.delete("/users/1")
        api.options("/users")
        api.post("/users", json={"name": "Ada"})
        api.put("/users/1", json={"name": "Ada"}, headers={"X-Request-Id": "1"})
        api.patch("/users/1", data=b"a=b")
        ours = list(kept)
        for exchange in record:
            subprocess.run(shlex.split(exchange.curl), capture_output=True, timeout=10, check=False)
    theirs = kept[len(ours) :]
    version = re.compile(rb"curl/[0-9.]+")
    assert len(ours) == len(theirs) == 7
    assert [version.sub(b"curl", one) for one in ours] == [version.sub(b"curl", one) for one in theirs]
