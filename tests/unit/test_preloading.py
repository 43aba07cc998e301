"""Processes of checks that are forked from one that has done their imports: each is as good as one that was started."""

from __future__ import annotations

import ast
import inspect
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from hostile import serving, whole

from grader import checking as checking_module
from grader import preloading as preloading_module
from grader.checking import Checking
from grader.checks import fixtures, session
from grader.checks import nursery as nursery_module
from grader.errors import CourseError, MachineError
from grader.preloading import Forked, Nursery, is_possible
from tests.unit.test_checking import Pack, go, outcomes

pytestmark = pytest.mark.skipif(not is_possible(), reason="this system can't fork by a file that stands for a process")
COUNTING = '''
import os, sys
SEEN = []

def test_it(api):
    """Nothing of another run is here."""
    assert api.get("/").status_code == 200
    assert not SEEN and "OF_ANOTHER" not in os.environ and not hasattr(sys, "of_another")
    SEEN.append(1)
    os.environ["OF_ANOTHER"] = "1"
    sys.of_another = True
'''


@pytest.fixture
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    yield made
    made.close()


@pytest.fixture
def port() -> Iterator[int]:
    with serving(lambda client, _: client.sendall(whole(b"ok"))) as number:
        yield number


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return Pack(tmp_path)


def forked(nursery: Nursery) -> list[psutil.Process]:
    """What the nursery's process has forked and still runs, and that process itself."""
    if nursery.child is None or nursery.child.poll() is not None:
        return []
    parent = psutil.Process(nursery.child.pid)
    return [parent, *parent.children(recursive=True)]


def run(exercise: Any, port: int, nursery: Nursery) -> dict[str, str]:
    with Checking([exercise], nursery) as checking:
        return outcomes(checking.run(go(port), lambda _: {}, str))


def test_several_runs(pack: Pack, port: int, nursery: Nursery) -> None:
    """One after the other and at the same time, from one nursery: none sees anything of another."""
    exercise = pack(create=COUNTING)
    for _ in range(3):
        assert run(exercise, port, nursery) == {"create::it": "passed"}
    with Checking([exercise], nursery) as one, Checking([exercise], nursery) as other:
        assert outcomes(other.run(go(port), lambda _: {}, str)) == {"create::it": "passed"}
        assert outcomes(one.run(go(port), lambda _: {}, str)) == {"create::it": "passed"}
    assert len(forked(nursery)) == 1


def test_what_a_run_is_given(pack: Pack, port: int, nursery: Nursery) -> None:
    """The variables that are written down, and no file of this process but its own four."""
    kept = os.open("/etc/hostname", os.O_RDONLY)
    source = '''
import os

def test_it():
    """It."""
    assert set(os.environ) <= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD", "LANG", "TZ", "PYTEST_VERSION", "PYTEST_CURRENT_TEST"}
    assert not [n for n in os.listdir("/proc/self/fd") if "hostname" in os.path.realpath(f"/proc/self/fd/{n}")]
'''
    try:
        assert run(pack(create=source), port, nursery) == {"create::it": "passed"}
    finally:
        os.close(kept)


def test_one_that_never_ends(pack: Pack, port: int, nursery: Nursery, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is ended, and the nursery serves the next one."""
    monkeypatch.setattr(checking_module, "CHECK_SECONDS", 1)
    with pytest.raises(CourseError, match="did not end within 1 s"):
        run(pack(create='def test_it():\n    """It."""\n    while True: pass\n'), port, nursery)
    assert len(forked(nursery)) == 1
    assert run(pack(create=COUNTING), port, nursery) == {"create::it": "passed"}


def test_one_that_ends_itself(pack: Pack, port: int, nursery: Nursery) -> None:
    """A broken check is the course's fault here as well."""
    broken = 'import os\n\ndef test_it():\n    """It."""\n    os._exit(0)\n'
    with pytest.raises(CourseError, match="the run is invalid"):
        run(pack(create=broken), port, nursery)


def test_a_nursery_that_dies(pack: Pack, port: int, nursery: Nursery) -> None:
    """A run is begun without it then, and the next one has another nursery."""
    exercise = pack(create=COUNTING)
    run(exercise, port, nursery)
    for child in forked(nursery):
        child.kill()
        child.wait()
    assert run(exercise, port, nursery) == {"create::it": "passed"}
    assert not forked(nursery)
    run(exercise, port, nursery)
    for child in forked(nursery):
        child.kill()
        child.wait()
    with pytest.raises(MachineError, match="could not be forked"), Path("/dev/null").open("rb") as file:
        nursery.begin([], {}, [file.fileno()] * 3, file.fileno())
    assert run(exercise, port, nursery) == {"create::it": "passed"}


def test_it_ends_with_whoever_asks(pack: Pack, port: int) -> None:
    """Hanging up is enough."""
    made = Nursery()
    run(pack(create=COUNTING), port, made)
    assert made.asks is not None
    assert made.child is not None
    made.asks.close()
    assert made.child.wait(10) == 0


@pytest.mark.parametrize("module", [fixtures, session], ids=["fixtures", "session"])
def test_what_is_imported_late_is_there_already(module):
    """What a run imports once it is needed, the nursery has imported for all of its runs."""
    functions = [node for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.FunctionDef)]
    late = {node.module for function in functions for node in ast.walk(function) if isinstance(node, ast.ImportFrom)}
    ours = {name for name in late if str(name).startswith("grader.")}
    assert ours and ours <= {loaded.__name__ for loaded in nursery_module.LOADED}


def test_one_that_ends_while_it_is_ended(monkeypatch):
    """It is over between the look and the kill: that is no fault, and the file that stood for it is closed."""
    child = os.fork()
    if child == 0:
        os._exit(0)
    alive = os.pidfd_open(child)
    os.waitpid(child, 0)
    monkeypatch.setattr(preloading_module, "select", lambda *_: ([], [], []))  # as it looked a moment before
    Forked(alive).end()
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(alive)
