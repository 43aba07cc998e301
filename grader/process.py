"""The one door to subprocesses: argument lists only, a process group each, interrupt, terminate, kill."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from grader.errors import MachineError

GRACE = 2.0


def start(
    argv: Sequence[str],
    *,
    cwd: Path | str,
    env: Mapping[str, str],
    stdin: int | IO[bytes] = subprocess.DEVNULL,
    stdout: int | IO[bytes] = subprocess.DEVNULL,
    stderr: int | IO[bytes] = subprocess.DEVNULL,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Starts a program in a session of its own, so that all of it can be ended, and no Ctrl-C reaches it by itself."""
    try:
        return subprocess.Popen(  # noqa: S603  # a list, never a shell
            list(argv),
            cwd=cwd,
            env=dict(env),
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            pass_fds=tuple(pass_fds),
            start_new_session=True,
        )
    except FileNotFoundError as error:
        if error.filename == str(cwd):
            raise MachineError(f"the folder {cwd} is gone") from error
        raise MachineError(f"{argv[0]} is not installed", "Install it, or put it on PATH.") from error
    except OSError as error:
        raise MachineError(f"{argv[0]} could not be started: {error.strerror}") from error


def run(argv: Sequence[str], *, cwd: Path | str, env: Mapping[str, str], timeout: float) -> tuple[int, str]:
    """Runs a program to its end: (exit code, output of both streams). A code of -9 after `timeout` seconds."""
    child = start(argv, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        output, _ = child.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        kill(child)
        return -signal.SIGKILL, _rest(child).decode("utf-8", "replace")
    finally:
        kill(child)
    return child.returncode, output.decode("utf-8", "replace")


def _rest(child: subprocess.Popen[bytes]) -> bytes:
    """What a killed program has printed. One that left its group may still hold the pipe: nobody waits for that."""
    try:
        return child.communicate(timeout=GRACE)[0]
    except subprocess.TimeoutExpired as late:
        assert child.stdout is not None
        child.stdout.close()
        return late.output or b""


def kill(child: subprocess.Popen[bytes]) -> int:
    """Ends the whole process group at once and reaps the child; its exit code."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    return child.wait()


def end(child: subprocess.Popen[bytes], grace: float = GRACE) -> int:
    """Asks politely (SIGTERM), then kills; the exit code."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(grace)
    return kill(child)
