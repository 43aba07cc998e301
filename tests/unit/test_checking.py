"""Packs of checks run in their own process against a small server: each way to end, and whose fault it is."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hostile import serving, whole

from grader import checking as checking_module
from grader.answering import Answerer
from grader.catalog import load_exercise
from grader.checking import Checking, Event, pytest_options
from grader.errors import CourseError, MachineError, ProjectError
from grader.grading import Job, grade
from grader.model import Day, Exercise
from grader.project import Dependencies, Project
from grader.runners import RUNNERS
from grader.runners.databases import NoDatabase
from grader.server.answers import Facts, Unavailable
from grader.server.options import Options

FAILING = 'def test_it(api):\n    """It is 201."""\n    assert api.get("/").status_code == 201\n'
PASSING = 'def test_it(api):\n    """It is 200."""\n    assert api.get("/").status_code == 200\n'


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server that answers everything with a user; `/garbage` with no HTTP, `/cut` with half an answer."""

    def answer(client: Any, head: bytes) -> None:
        path = head.split()[1]
        if path == b"/garbage":
            client.sendall(b"nonsense\r\n\r\n")
        elif path == b"/cut":
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
            client.close()
        else:
            client.sendall(whole(b'{"id": 1, "name": "Ada", "list": []}', "Content-Type: application/json"))

    with serving(answer) as number:
        yield number


class Pack:
    """An exercise in a folder: `pack(create="def test_…", list="…")` makes a goal for each and reads it back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, requires: dict[str, list[str]] | None = None, **checks: str) -> Exercise:
        home = self.folder / "cups"
        (home / "checks").mkdir(parents=True, exist_ok=True)
        manifest = ['format = 1\ntitle = "Cups"\nhours = 1\n']
        for goal, source in checks.items():
            (home / "checks" / f"test_{goal}.py").write_text(source)
            needs = (requires or {}).get(goal, [])
            manifest.append(f'[[goals]]\nid = "{goal}"\ntitle = "{goal}"\nhints = []\nrequires = {needs}\n')
        (home / "exercise.toml").write_text("\n".join(manifest))
        return load_exercise("day2", home)


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return Pack(tmp_path)


def run(exercise: Exercise, port: int, answer: Callable[[Any], Any] = lambda _: {}, seed: int = 1) -> list[Event]:
    """What grading does with a server that answers on that port."""
    with Checking([exercise]) as checking:
        return checking.run(go(port, seed), answer, str)


def go(port: int, seed: int = 1) -> dict[str, Any]:
    """What the checks' process is told once the app answers."""
    base = f"http://127.0.0.1:{port}"
    return {"address": {"base_url": base}, "shown": base, "seed": seed, "fresh": True, "env": {}}


def outcomes(events: list[Event]) -> dict[str, str]:
    return {event.check.id.partition(".")[2]: event.data["outcome"] for event in events}


# --- verdicts ---------------------------------------------------------------------------------------------------------
def test_verdicts(pack, port):
    """Passed and failed checks of several goals, in the manifest's order, with the learner's words."""
    source = '''
from grader.checks import ANY

def test_status(api):
    """It is 201."""
    assert api.get("/users", params={"a": 1}).status_code == 201

def test_body(api):
    """It is Bob."""
    assert api.get("/").json() == {"id": ANY, "name": "Bob", "list": []}

def test_key(api):
    """It has an e-mail."""
    assert api.get("/").json()["email"]

def test_words(api):
    """Words."""
    assert not api.get("/").text, "the body to be empty"

def test_shape(api):
    """A list of users."""
    assert [user["name"] for user in api.get("/").json()]

def test_number(api):
    """A number."""
    assert int(api.get("/").json()["name"]) == 3

def test_bare(api):
    """Nothing."""
    assert api.get("/").headers.get("X") or False

def test_garbage(api):
    """An answer."""
    api.get("/garbage")

def test_cut(api):
    """A whole answer."""
    assert api.get("/cut").status_code == 200

def test_passes(api, fake):
    """It is 200."""
    assert api.get("/").status_code == 200
'''
    events = run(pack(create=source, read=PASSING), port)
    found = {event.check.name: event.data for event in events}
    assert [event.check.id for event in events][0] == "day2/cups.create::status"
    assert [event.check.id for event in events][-1] == "day2/cups.read::it"
    assert {name for name, data in found.items() if data["outcome"] == "passed"} == {"passes", "it"}
    assert {data["outcome"] for data in found.values()} == {"passed", "failed"}
    assert found["status"]["message"] == "expected 201 Created, got 200 OK"
    assert found["body"]["expected"] == 'at `name`: the text "Bob"' and found["body"]["got"] == 'the text "Ada"'
    assert found["key"]["expected"] == 'an object with the key "email"'
    assert found["words"]["message"] == "the body to be empty"
    assert found["shape"]["message"].startswith("got an answer of another shape: ")
    assert found["number"]["message"].startswith("got an answer of another shape: ")
    assert found["bare"]["message"] == ""
    assert found["garbage"]["got"] == "one that is no valid HTTP: a status line that reads 'nonsense'"
    assert found["cut"]["got"] == "a connection that broke off before a whole answer had come"
    (kept,) = found["status"]["exchanges"]
    assert kept["request"]["path"] == "/users?a=1" and kept["response"]["status"] == 200
    assert found["status"]["began"] <= found["status"]["ended"]


def test_needs(pack, port):
    """A goal that waits for a failed one is not run, nor what waits for that in turn; others are."""
    exercise = pack(
        requires={"second": ["first"], "third": ["second"], "fifth": ["fourth"]},
        first=FAILING,
        second=PASSING,
        third=PASSING,
        fourth=PASSING,
        fifth=PASSING,
    )
    events = run(exercise, port)
    assert outcomes(events) == {
        "first::it": "failed",
        "second::it": "not-run",
        "third::it": "not-run",
        "fourth::it": "passed",
        "fifth::it": "passed",
    }
    assert {event.data["reason"] for event in events if event.data["outcome"] == "not-run"} == {"needs"}
    assert events[1].data["message"] == "waits for day2/cups.first"


def test_first_runs_first(pack, port):
    """A check marked `first` is run before all others, and told in its place."""
    order = "import pytest\n\n"
    late = order + '@pytest.mark.first\ndef test_empty(api):\n    """Empty."""\n    api.get("/")\n'
    events = run(pack(create=PASSING, list=late), port)
    assert [event.check.id for event in events] == ["day2/cups.list::empty", "day2/cups.create::it"]
    assert events[0].data["began"] < events[1].data["began"]


def test_what_checks_print_is_kept_from_the_results(pack, port):
    """A check may print what it likes, even lines that look like results."""
    noisy = (
        "import os, sys\n\nprint('at import')\n\n\ndef test_it(api):\n"
        '    """It is 200."""\n'
        '    print(\'{"event": "result", "id": "day2/cups.create::it", "outcome": "failed"}\')\n'
        "    sys.stderr.write('x' * 100000)\n    os.write(1, b'\\xff\\n')\n"
        '    assert api.get("/").status_code == 200\n'
    )
    assert outcomes(run(pack(create=noisy), port)) == {"create::it": "passed"}


def test_does_not_apply(pack, port):
    """A goal about what the project does in another way is left out, and so is what builds on it."""
    source = (
        "from grader.checks import DoesNotApply\n\n"
        'def test_it(api):\n    """It."""\n    raise DoesNotApply("your app uses sessions")\n'
    )
    exercise = pack(requires={"read": ["create"]}, create=source, read=PASSING)
    data = [event.data for event in run(exercise, port)]
    assert [(one["outcome"], one["reason"], one["message"]) for one in data] == [
        ("not-run", "excluded", "your app uses sessions"),
        ("not-run", "excluded", "your app uses sessions"),
    ]


def test_many_clients(pack, port):
    """Each works by itself at the same time; what they gave comes in order, and one that misses is told."""
    source = """
def test_all(crowd):
    \"\"\"All.\"\"\"
    assert crowd.run(5, lambda api, number: (number, int(api.get("/").status_code))) == [(n, 200) for n in range(5)]

def test_one(crowd):
    \"\"\"One.\"\"\"
    crowd.run(3, lambda api, number: api.get("/garbage" if number == 1 else "/").json())
"""
    all_of_them, one = (event.data for event in run(pack(create=source), port))
    assert all_of_them["outcome"] == "passed" and len(all_of_them["exchanges"]) == 5
    assert one["outcome"] == "failed" and "no valid HTTP" in one["message"]
    assert one["exchanges"][-1]["request"]["path"] == "/garbage"


def test_unavailable(pack, port):
    """What a run can't give is no miss; goals that wait for it are not run."""
    asking = 'def test_it(app):\n    """It survives."""\n    app.restart()\n'
    exercise = pack(requires={"after": ["survives"]}, survives=asking, after=PASSING)
    events = run(exercise, port, lambda question: {"unavailable": f"needs to {question['ask']}"})
    assert [(e.data["outcome"], e.data["reason"], e.data["message"]) for e in events] == [
        ("not-run", "unavailable", "needs to kill"),
        ("not-run", "unavailable", "needs to kill"),
    ]


def test_an_app_that_does_not_come_back(pack, port):
    """A restart that the app does not survive is its own miss."""
    asking = 'def test_it(app):\n    """It survives."""\n    app.restart()\n'
    (event,) = run(pack(survives=asking), port, lambda q: {"miss": "exit code 1"} if q["ask"] == "start" else {})
    assert event.data["outcome"] == "failed"
    assert event.data["message"] == "expected the app to start again and answer, got exit code 1"


def test_data_of_a_seed(pack, port):
    """A check's data is that of the seed and its name, and of nothing else."""
    source = 'def test_it(api, fake):\n    """It."""\n    api.post("/", json=fake.user())\n'
    bodies = [
        [event.data["exchanges"][0]["request"]["body"] for event in run(exercise, port, seed=seed)]
        for exercise, seed in (
            (pack(a=source, b=source), 1),
            (pack(b=source, a=source), 1),
            (pack(a=source, b=source), 2),
        )
    ]
    assert bodies[0][0] != bodies[0][1]
    assert bodies[1] == bodies[0][::-1]
    assert not set(bodies[2]) & set(bodies[0])


# --- the course's faults ----------------------------------------------------------------------------------------------
BROKEN = {
    "import": (
        "import nonsense_that_is_not_there\n\n" + PASSING,
        "the checks in day2/cups/checks/test_create.py can't be loaded: "
        "ModuleNotFoundError: No module named 'nonsense_that_is_not_there'$",
    ),
    "exit at import": (
        "import sys\n\nsys.exit(0)\n\n" + PASSING,
        "the last file read was day2/cups/checks/test_create.py",
    ),
    "hard exit at import": (
        "import os\n\nos._exit(0)\n\n" + PASSING,
        "the last file read was day2/cups/checks/test_create.py",
    ),
    "kills itself": (
        'import os\n\ndef test_it():\n    """It."""\n    os.kill(os.getpid(), 9)\n',
        "no result for day2/cups.create::it, the last one begun was day2/cups.create::it",
    ),
    "prints without end": (
        'def test_it():\n    """It."""\n    while True:\n        print("x" * 100000)\n',
        "create::it is broken: OSError|the last one begun was day2/cups.create::it",
    ),
    "closes everything": (
        'import os\n\ndef test_it(api):\n    """It."""\n    os.closerange(3, 100)\n    api.get("/")\n',
        "no result for day2/cups.create::it, the last one begun was day2/cups.create::it",
    ),
    "skip at import": (
        "import pytest\n\npytest.skip('no', allow_module_level=True)\n\n" + PASSING,
        "no result for day2/cups.create::it",
    ),
    "sys.exit": (
        'import sys\n\ndef test_it():\n    """It."""\n    sys.exit(0)\n',
        "create::it is broken: SystemExit: 0",
    ),
    "hard exit": (
        'import os\n\ndef test_it():\n    """It."""\n    os._exit(0)\n',
        "no result for day2/cups.create::it, the last one begun was day2/cups.create::it",
    ),
    "pytest.exit": (
        'import pytest\n\ndef test_it():\n    """It."""\n    pytest.exit("", 0)\n',
        "no result for day2/cups.create::it, the last one begun was",
    ),
    "skip": (
        'import pytest\n\ndef test_it():\n    """It."""\n    pytest.skip("no")\n',
        "create::it is broken: Skipped",
    ),
    "skip mark": (
        'import pytest\n\n@pytest.mark.skip\ndef test_it():\n    """It."""\n',
        "create::it is broken: Skipped",
    ),
    "strict xfail": (
        'import pytest\n\n@pytest.mark.xfail(strict=True)\ndef test_it():\n    """It."""\n',
        "create::it is broken: failed",
    ),
    "unknown fixture": ('def test_it(nonsense):\n    """It."""\n', "create::it is broken: FixtureLookupError"),
    "fixture": (
        "import pytest\n\n@pytest.fixture\ndef mine():\n    raise KeyError('a')\n\n"
        'def test_it(mine):\n    """It."""\n',
        r"create::it is broken: KeyError: 'a' \(setup\)",
    ),
    "fixture's assert": (
        "import pytest\n\n@pytest.fixture\ndef mine():\n    assert False\n\n" + 'def test_it(mine):\n    """It."""\n',
        r"create::it is broken: AssertionError.*\(setup\)",
    ),
    "teardown": (
        "import pytest\n\n@pytest.fixture\ndef mine():\n    yield\n    assert False\n\n"
        'def test_it(mine):\n    """It."""\n',
        r"create::it is broken: AssertionError.*\(teardown\)",
    ),
    "name error": ('def test_it():\n    """It."""\n    nonsense\n', "create::it is broken: NameError"),
    "key error of its own": ('def test_it():\n    """It."""\n    {}["a"]\n', "create::it is broken: KeyError"),
    "keyboard": ('def test_it():\n    """It."""\n    raise KeyboardInterrupt\n', "no result for day2/cups.create::it"),
    "recursion": (
        'def again():\n    again()\n\ndef test_it(api):\n    """It."""\n    again()\n',
        "create::it is broken: RecursionError",
    ),
    "parametrized": (
        'import pytest\n\n@pytest.mark.parametrize("a", [1, 2])\ndef test_it(a):\n    """It."""\n',
        "no result for day2/cups.create::it",
    ),
    "removes itself": (PASSING + "\ndel test_it\n", "no result for day2/cups.create::it"),
}


@pytest.fixture(scope="module")
def broken_runs(tmp_path_factory: pytest.TempPathFactory, port: int) -> dict[str, str]:
    """How a run with each of these ends: they are run side by side, each takes a process."""

    def end(name: str) -> str:
        pack = Pack(tmp_path_factory.mktemp("pack"))
        try:
            return str(outcomes(run(pack(create=BROKEN[name][0], read=PASSING), port)))
        except CourseError as error:
            return f"CourseError: {error}"

    with ThreadPoolExecutor(6) as pool:
        return dict(zip(BROKEN, pool.map(end, BROKEN), strict=True))


@pytest.mark.parametrize("name", BROKEN)
def test_broken_check(broken_runs, name):
    """A check that does not run to a verdict of its own makes the run the course's fault, in words."""
    assert re.match(f"(?s)CourseError: .*({BROKEN[name][1]})", broken_runs[name])


def test_xfail_does_not_pass(pack, port):
    """A failure that a check expects of itself stays a failure."""
    source = "import pytest\n\n@pytest.mark.xfail\n" + FAILING
    assert outcomes(run(pack(create=source), port)) == {"create::it": "failed"}


OWN = '{"event": "result", "id": "day2/cups.create::it", "outcome": "passed", "began": 1, "ended": 2}'
LAST = '{"event": "result", "id": "day2/cups.read::it", "outcome": "passed", "began": 1, "ended": 2}'
# What comes after the end is either read with it, or never.
EARLY = "no result for day2/cups.read::it|an unexpected result for day2/cups.create::it"
WRITTEN = {
    "another's result": (LAST, "an unexpected result for day2/cups.read::it"),
    "a check that nobody knows": (OWN.replace("create", "other"), "an unexpected result for day2/cups.other::it"),
    "its own result": (OWN, "an unexpected result for day2/cups.create::it"),
    "its own result twice": (f"{OWN}\\n{OWN}", "an unexpected result for day2/cups.create::it"),
    "its own start": (
        '{"event": "start", "id": "day2/cups.create::it"}',
        "an unexpected start of day2/cups.create::it",
    ),
    "the end": (f'{OWN}\\n{{"event": "end"}}', EARLY),
    "no JSON": ("nonsense", "a line on the results' pipe that is no event"),
    "no UTF-8": ("\\xff", "a line on the results' pipe that is no event"),
    "too deep": ("[" * 50000, "a line on the results' pipe that is no event"),
    "no object": ("[]", "a line on the results' pipe that is no event"),
    "no kind": ("{}", "an event of no known kind"),
    "a list for a name": ('{"event": "result", "id": []}', "an unexpected result for []"),
    "a better outcome": (OWN.replace("passed", "excellent"), "a malformed result for day2/cups.create::it"),
    "left out": (OWN.replace('"passed"', '"not-run", "reason": "odd"'), "a malformed result for day2/cups.create"),
    "no time": (OWN.replace('"began": 1', '"began": NaN'), "a malformed result for day2/cups.create::it"),
    "odd exchanges": (OWN.replace('"ended": 2', '"ended": 2, "exchanges": [{}]'), "a malformed result for day2/cups"),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_forged_results(pack, port, name):
    """Whatever a check writes on the results' pipe makes the run invalid, never a score."""
    line, words = WRITTEN[name]
    source = (
        'import os\n\ndef test_it(request):\n    """It."""\n    from grader.checks.state import RUN\n'
        f"    os.write(request.config.stash[RUN].results, b'{line}\\n')\n"
    )
    with pytest.raises(CourseError, match=words if words == EARLY else re.escape(words)):
        run(pack(create=source, read=PASSING), port)


def test_a_result_without_its_check(pack, port):
    """The last check reports itself and ends the process: not all of the run came to its end."""
    source = (
        'import os\n\ndef test_it(request):\n    """It."""\n    from grader.checks.state import RUN\n'
        f"    os.write(request.config.stash[RUN].results, b'{OWN}\\n')\n    os._exit(0)\n"
    )
    with pytest.raises(CourseError, match="the run is invalid: the checks' process ended before its time"):
        run(pack(create=source), port)


def test_a_fork_reports_nothing(pack, port):
    """A check that goes on as two processes makes every later result come twice."""
    source = 'import os\n\ndef test_it():\n    """It."""\n    os.fork()\n'
    with pytest.raises(CourseError, match="the run is invalid: an unexpected"):
        run(pack(create=source, read=PASSING), port)


@pytest.mark.parametrize("where", ["check", "import"])
def test_a_check_that_never_ends(pack, port, monkeypatch, where):
    """It is given up after its time and named, and its process is gone."""
    monkeypatch.setattr(checking_module, "CHECK_SECONDS", 3)
    inside, at_import = 'def test_it():\n    """It."""\n    while True: pass\n', f"{PASSING}\nwhile True: pass\n"
    words = {"check": "the check day2/cups.create::it", "import": "reading day2/cups/checks/test_create.py"}[where]
    began = time.monotonic()
    with Checking([pack(create=inside if where == "check" else at_import)]) as checking:
        with pytest.raises(CourseError, match=f"{words} did not end within 3 s"):
            checking.run(go(port), lambda _: {}, str)
        assert checking.child.child.returncode is not None
    assert time.monotonic() - began < 10


def test_a_check_that_asks_for_ever(pack, port, monkeypatch):
    """What is asked does not count as a check's own time, but is bounded, too."""
    monkeypatch.setattr(checking_module, "ASKED_SECONDS", 1)
    source = 'def test_it(logs):\n    """It."""\n    while True: logs.since(0)\n'

    def slow(_: Any) -> dict[str, str]:
        time.sleep(0.3)
        return {"text": ""}

    with pytest.raises(CourseError, match="the check day2/cups.create::it did not end within 1 s"):
        run(pack(create=source), port, slow)


@pytest.mark.parametrize("written", ["b'nonsense'", "b'[' * 50000", "b'3'", "b'x' * (9 << 20)"])
def test_what_is_no_question(pack, port, written):
    """Nonsense on the line to the app ends the run at once; it never leaves a check waiting."""
    source = (
        'def test_it(app):\n    """It."""\n'
        f"    app._channel.writer.write({written} + b'\\n')\n    app._channel.receive()\n"
    )
    began = time.monotonic()
    with pytest.raises(CourseError, match="the run is invalid: .*day2/cups.create::it"):
        run(pack(create=source), port)
    assert time.monotonic() - began < 10


def test_a_file_that_grows(pack, port):
    """What a check prints is bounded: it can't fill the disk."""
    source = (
        'import os\n\ndef test_it(api):\n    """It."""\n    for _ in range(200):\n        try:\n'
        '            os.write(1, b"x" * (1 << 20))\n        except OSError:\n            pass\n'
        '    assert api.get("/").status_code == 200\n'
    )
    exercise = pack(create=source)
    with Checking([exercise]) as checking:
        with contextlib.suppress(CourseError):
            checking.run(go(port), lambda _: {}, str)
        assert checking.errors.seek(0, 2) <= 64 << 20


def test_memory_that_grows(pack, port):
    """A check's process has a limit, which leaves room for a crowd of clients; what an answer led to is the app's."""
    hungry = 'def test_it(api):\n    """It."""\n    api.get("/")\n    b"x" * (2 << 30)\n'
    crowd = 'def test_it(crowd):\n    """It."""\n    assert len(crowd.send([("GET", "/", {})] * 60)) == 60\n'
    events = run(pack(hungry=hungry, crowd=crowd), port)
    assert outcomes(events) == {"hungry::it": "failed", "crowd::it": "passed"}
    assert events[0].data["message"].startswith("got an answer of another shape: ")


def test_an_unknown_question(pack, port):
    """The list of what may be asked is fixed: anything else ends the run, and is no learner's zero."""
    source = 'def test_it(app):\n    """It."""\n    app._channel.ask(ask="run", argv=["id"])\n'
    stopped: list[str] = []
    answerer = Answerer(Nowhere(), {}, 1, lambda: stopped.append("stop"))  # type: ignore[arg-type]
    with contextlib.suppress(CourseError):
        run(pack(create=source), port, answerer)
    assert stopped == ["stop"]
    assert isinstance(answerer.fault, CourseError) and "asked for something unknown: run" in str(answerer.fault)


class Nowhere:
    """A server that can do nothing."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.started = 0

    def kill(self) -> None:
        if self.error:
            raise self.error

    def start(self) -> None:
        self.started += 1

    def ended(self) -> str:
        return "exit code 1"


@pytest.mark.parametrize(
    ("error", "answer", "fault"),
    [
        (Unavailable("needs a container"), {"unavailable": "needs a container"}, None),
        (ProjectError("it stopped"), {"miss": "it stopped"}, None),
        (MachineError("disk full"), {"unavailable": "the run was ended"}, MachineError),
        (OSError("odd"), {"unavailable": "the run was ended"}, CourseError),
    ],
)
def test_answers(error, answer, fault):
    """Whose fault it is when something that a check asked for goes wrong."""
    stopped: list[int] = []
    answerer = Answerer(Nowhere(error), {}, 1, lambda: stopped.append(1))  # type: ignore[arg-type]
    assert answerer({"ask": "kill"}) == answer
    assert bool(stopped) == bool(fault)
    assert fault is None or isinstance(answerer.fault, fault)


def test_what_was_not_tried_is_told():
    """A database that this run can't give is left out by its check: the report says it, once."""
    server = Nowhere()
    server.database, server.about = NoDatabase(), Facts()  # type: ignore[attr-defined]
    answerer = Answerer(server, {}, 1, lambda: None)  # type: ignore[arg-type]
    for _ in range(2):
        assert "needs PostgreSQL" in answerer({"ask": "database-on", "kind": "postgres"})["unavailable"]
    (notice,) = server.about.notices  # type: ignore[attr-defined]
    assert notice.startswith("not tried on another kind of database, which needs PostgreSQL: grade in a container")


def test_a_stopped_app_is_started_once_more():
    """Only once in a run: the second time it stays as it is."""
    server = Nowhere()
    answerer = Answerer(server, {}, 1, lambda: None)  # type: ignore[arg-type]
    assert [answerer({"ask": "ended"}) for _ in range(3)] == [{"reason": "exit code 1"}] * 3
    assert server.started == 1


def test_an_app_that_is_just_ending():
    """Its end may be known only after its last connection has broken off; an app that lives on is not waited for."""

    class Ending(Nowhere):
        asked = 0

        def ended(self) -> str:
            self.asked += 1
            return "exit code 1" if self.asked > 3 else ""

    assert Answerer(Ending(), {}, 1, lambda: None)({"ask": "ended"}) == {"reason": "exit code 1"}  # type: ignore[arg-type]
    living = Nowhere()
    living.ended = lambda: ""  # type: ignore[method-assign]
    answerer = Answerer(living, {}, 1, lambda: None)  # type: ignore[arg-type]
    began = time.monotonic()
    assert [answerer({"ask": "ended"}) for _ in range(50)] == [{"reason": ""}] * 50
    assert time.monotonic() - began < 4 and living.started == 0


def test_an_app_that_did_not_outlive_its_database(pack, port):
    """After a check that took the server away, it is there again, and so is an app that had died of it."""
    gone, living = Nowhere(), Nowhere()
    living.ended = lambda: ""  # type: ignore[method-assign]
    for server, started in ((gone, 1), (living, 0)):
        answerer = Answerer(server, {}, 1, lambda: None)  # type: ignore[arg-type]
        assert answerer({"ask": "revive"}) == {"revived": bool(started)}
        assert server.started == started
    asked: list[str] = []

    def answer(question: dict[str, Any]) -> dict[str, Any]:
        asked.append(question["ask"])
        return {"kind": "postgres"}

    source = 'def test_it(database):\n    """It."""\n    database.stop()\n'
    untouched = 'def test_it(database):\n    """It."""\n    assert database.is_server\n'
    run(pack(create=source, read=untouched), port, answer)
    assert asked == ["database-stop", "database-start", "revive", "database"]


# --- nothing of a learner's is imported -------------------------------------------------------------------------------
HIJACKS = ("conftest.py", "requests.py", "sitecustomize.py", "usercustomize.py", "pytest.py", "json.py", "socket.py")


def test_learners_modules_are_not_imported(pack, port, tmp_path, monkeypatch):
    """A project's conftest.py, pytest.ini, requests.py and the like change nothing: neither here nor above the pack."""
    project = tmp_path / "project"
    project.mkdir()
    for folder in (project, tmp_path):
        for name in HIJACKS:
            (folder / name).write_text(
                f"open({str(tmp_path / 'imported')!r}, 'a').write({name!r})\nraise SystemExit(0)\n"
            )
        (folder / "pytest.ini").write_text("[pytest]\naddopts = --collect-only\n")
        (folder / "pyproject.toml").write_text("[tool.pytest.ini_options]\naddopts = '--collect-only'\n")
    monkeypatch.chdir(project)
    monkeypatch.setenv("PYTEST_ADDOPTS", "--collect-only")
    monkeypatch.setenv("PYTHONPATH", str(project))
    monkeypatch.setenv("PYTHONSTARTUP", str(project / "json.py"))
    events = run(pack(create=FAILING, read=PASSING), port)
    assert outcomes(events) == {"create::it": "failed", "read::it": "passed"}
    assert not (tmp_path / "imported").exists()


def test_environment_of_the_checks(pack, port, monkeypatch):
    """Nothing of the grader's environment reaches a check."""
    monkeypatch.setenv("SECRET_TOKEN", "x")
    source = 'import os\n\ndef test_it(api):\n    """It."""\n    api.post("/", json=sorted(os.environ))\n'
    (event,) = run(pack(create=source), port)
    assert "SECRET_TOKEN" not in event.data["exchanges"][0]["request"]["body"]
    assert "GRADER_" not in event.data["exchanges"][0]["request"]["body"]


def test_options_need_no_files():
    """An empty pack makes no invocation that would collect the current folder's tests."""
    assert "--rootdir=/" in pytest_options([])


# --- the whole way ----------------------------------------------------------------------------------------------------
def graded(exercise: Exercise, port: int, folder: Path) -> Any:
    """Through `grade`, with the runner for a server that runs already."""
    day = Day("day2", "Two", "", (exercise,), folder)
    options = Options(start_timeout=2, url=f"http://127.0.0.1:{port}")
    return grade(
        Job(day, (exercise,), Project(folder, "", "", Dependencies("python")), RUNNERS["url"](), 7, options=options),
        print,
    )


def test_a_report(pack, port, tmp_path):
    """Goals, score and words of a graded project."""
    report = graded(pack(requires={"c": ["a"]}, a=FAILING, b=PASSING, c=PASSING), port, tmp_path)
    assert report.status == "graded" and not report.passed and report.runner == "url" and report.seed == 7
    assert [(goal.name_of, goal.outcome, goal.reason) for goal in map(Named, report.goals)] == [
        ("a", "failed", ""),
        ("b", "passed", ""),
        ("c", "not-run", "needs"),
    ]
    assert report.score == pytest.approx(1 / 3)
    assert report.goals[0].summary == "expected 201 Created, got 200 OK"


class Named:
    """A goal result with its short name."""

    def __init__(self, goal: Any) -> None:
        self.name_of = goal.id.rpartition(".")[2]
        self.outcome, self.reason = goal.outcome, goal.reason


@pytest.mark.parametrize("name", ["import", "pytest.exit"])
def test_a_broken_course_is_no_score(pack, port, tmp_path, name):
    """The report says that the course is at fault, and holds no goals."""
    report = graded(pack(create=BROKEN[name][0], read=PASSING), port, tmp_path)
    assert (report.status, report.fault) == ("environment-error", "course") and not report.passed
    assert report.exercises == () and report.score == 0
    assert report.problem and "Traceback" not in report.problem.splitlines()[0]


def test_nobody_answers(pack, tmp_path):
    """A server that is not there is the project's fault."""
    with serving(lambda *_: None) as gone:
        pass
    report = graded(pack(create=PASSING), gone, tmp_path)
    assert report.status == "not-startable" and "nothing answers at" in report.problem
