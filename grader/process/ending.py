"""How a program is ended, with all that it started."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time

from grader import system

GRACE = 2.0


def ended(child: subprocess.Popen[bytes], deadline: float) -> bool:
    """Whether it ends in time."""
    try:
        child.wait(max(deadline - time.monotonic(), 0.01))
    except subprocess.TimeoutExpired:
        return False
    return True


def wait(child: subprocess.Popen[bytes], seconds: float) -> int:
    """Lets a program end by itself, and kills it and its group when the time is over; its exit code."""
    try:
        ended(child, time.monotonic() + seconds)
    finally:
        code = kill(child)
    return code


def kill(child: subprocess.Popen[bytes]) -> int:
    """Ends the whole process group at once and reaps the child; its exit code."""
    if system.POSIX:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    elif child.poll() is None:
        _kill_family(child.pid)
    return child.wait()


def end(child: subprocess.Popen[bytes], grace: float = GRACE) -> int:
    """Asks politely (SIGTERM), then kills; the exit code. On Windows a program without a window can't be asked."""
    if system.POSIX:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(grace)
    return kill(child)


def _kill_family(pid: int) -> None:
    """A process and its descendants. One whose parent is gone is no descendant: what carries a tag is found by that."""
    import psutil

    with contextlib.suppress(psutil.Error):
        parent = psutil.Process(pid)
        for one in [*parent.children(recursive=True), parent]:
            with contextlib.suppress(psutil.Error):
                one.kill()
