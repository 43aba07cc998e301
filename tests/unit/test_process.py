"""Subprocesses: lists only, in a session of their own, ended for sure."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import tracemalloc

import pytest

from grader import process
from grader.errors import MachineError

ENV = {"PATH": os.environ["PATH"]}


def python(source: str) -> list[str]:
    return [sys.executable, "-I", "-S", "-c", source]


def test_run():
    """The code and both streams; bytes that are no UTF-8 are replaced; nothing on standard input."""
    source = "import os, sys; os.write(1, b'out\\xff '); os.write(2, sys.stdin.buffer.read() + b'err'); sys.exit(3)"
    assert process.run(python(source), cwd="/", env=ENV, timeout=20) == (3, "out\ufffd err")


def test_environment_is_what_was_given(monkeypatch):
    """Nothing is inherited."""
    monkeypatch.setenv("SECRET_TOKEN", "x")
    code, text = process.run(python("import os; print(sorted(os.environ))"), cwd="/", env={"A": "b"}, timeout=20)
    assert code == 0 and "'A'" in text and "SECRET_TOKEN" not in text


def test_run_out_of_time():
    """After its time it is killed, and what it printed is kept."""
    source = "import time; print('begun', flush=True); time.sleep(60)"
    began = time.monotonic()
    assert process.run(python(source), cwd="/", env=ENV, timeout=1.0) == (-9, "begun\n")
    assert time.monotonic() - began < 10


def test_a_child_that_left_the_group_holds_nobody_up(monkeypatch):
    """A daemon that a program leaves behind with the pipe in its hands is not waited for."""
    monkeypatch.setattr(process, "GRACE", 0.3)
    source = (
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    print(os.getpid(), flush=True)\n"
        "    time.sleep(30)\n    os._exit(0)\ntime.sleep(0.2)\n"
    )
    began = time.monotonic()
    code, text = process.run(python(source), cwd="/", env=ENV, timeout=1.0)
    try:
        assert code == -9 and text.strip().isdigit()
        assert time.monotonic() - began < 10
    finally:
        os.kill(int(text), signal.SIGKILL)


@pytest.mark.parametrize("how", ["kill", "end"])
def test_the_whole_group_ends(how):
    """Children of the program go with it, whether it was asked or killed, also when it does not listen."""
    source = (
        "import os, signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nchild = os.fork()\n"
        "if child:\n    print(child, flush=True)\ntime.sleep(60)\n"
    )
    child = process.start(python(source), cwd="/", env=ENV, stdout=subprocess.PIPE)
    assert child.stdout is not None
    with child.stdout:
        grandchild = int(child.stdout.readline())
        code = process.kill(child) if how == "kill" else process.end(child, grace=0.2)
        assert code == -9
        assert child.stdout.read() == b""  # the pipe's last holder is gone
    with contextlib.suppress(ProcessLookupError):
        for _ in range(100):
            os.kill(grandchild, 0)
            if process_state(grandchild) == "Z":
                break
            time.sleep(0.05)
        else:
            pytest.fail("the grandchild lives on")


def process_state(pid: int) -> str:
    """`Z` for one that is dead and not yet collected."""
    import psutil

    with contextlib.suppress(psutil.Error):
        return {psutil.STATUS_ZOMBIE: "Z"}.get(psutil.Process(pid).status(), "")
    return "Z"


def test_end_asks_first():
    """One that listens ends by itself, with its own code."""
    source = "import signal, sys\nsignal.signal(15, lambda *_: sys.exit(7))\nprint(1, flush=True)\nsignal.pause()\n"
    child = process.start(python(source), cwd="/", env=ENV, stdout=subprocess.PIPE)
    assert child.stdout is not None
    with child.stdout:
        child.stdout.readline()
        assert process.end(child, grace=20) == 7
    assert process.end(child) == process.kill(child) == 7  # again does no harm


def test_a_program_that_is_not_there(tmp_path):
    """A missing program, or one that is none, is the machine's fault, in words."""
    with pytest.raises(MachineError, match="nonsense-program is not installed"):
        process.start(["nonsense-program"], cwd="/", env=ENV)
    (tmp_path / "no-program").write_text("words")
    with pytest.raises(MachineError, match="no-program could not be started: Permission denied"):
        process.start([str(tmp_path / "no-program")], cwd="/", env=ENV)


def test_no_shell():
    """Words of an argument list are words, whatever they hold."""
    assert process.run(["echo", "a; echo b", "$HOME", "*"], cwd="/", env=ENV, timeout=20) == (0, "a; echo b $HOME *\n")


def test_endless_output_is_bounded():
    """Both ends of it are kept, and how much is missing between them; memory is not its to take."""
    source = (
        "import os\nos.write(1, b'the beginning\\n')\nfor _ in range(64): os.write(1, b'x' * (1 << 20))\n"
        "os.write(1, b'\\nthe end\\n')"
    )
    tracemalloc.start()
    code, text = process.run(python(source), cwd="/", env=ENV, timeout=60)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert code == 0 and text.startswith("the beginning\n") and text.endswith("\nthe end\n")
    total = len("the beginning\n") + (64 << 20) + len("\nthe end\n")
    assert f"… {total - process.HEAD - process.TAIL} bytes left out …" in text
    assert len(text) < process.HEAD + process.TAIL + 100
    assert peak < 8 << 20


@pytest.mark.parametrize(
    "pieces", [[b"abc", b"defghij"], [b"a", b"b", b"cdefghij"], [bytes([n]) for n in b"abcdefghij"]]
)
def test_what_is_kept(pieces):
    """However it comes, the first and the last bytes; all of it where that is not more."""
    kept = process.Kept(head=3, tail=4)
    for piece in pieces:
        kept.add(piece)
    assert kept.text() == "abc\n… 3 bytes left out …\nghij"
    whole = process.Kept(head=3, tail=7)
    for piece in pieces:
        whole.add(piece)
    assert whole.text() == "abcdefghij"


def test_a_program_that_closes_its_output():
    """It is waited for all the same, and killed when its time is over."""
    began = time.monotonic()
    source = "import os, time\nos.close(1)\nos.close(2)\ntime.sleep({})"
    assert process.run(python(source.format(0.3)), cwd="/", env=ENV, timeout=20) == (0, "")
    assert process.run(python(source.format(60)), cwd="/", env=ENV, timeout=0.5) == (-9, "")
    assert time.monotonic() - began < 10
