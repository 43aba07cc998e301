"""The one door to subprocesses: argument lists only, a process group each, interrupt, terminate, kill."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from grader.errors import MachineError

GRACE = 2.0
HEAD, TAIL = 64 << 10, 192 << 10  # bytes of a program's output: what it began with, and what it ended with


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
    """Runs a program to its end: (exit code, output of both streams). A code of -9 after `timeout` seconds.

    Of endless output the beginning and the end are kept.
    """
    deadline = time.monotonic() + timeout
    child = start(argv, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert child.stdout is not None
    kept = Kept()
    with child.stdout as stream:
        try:
            in_time = _drain(stream, kept, deadline) and _ended(child, deadline)
            if not in_time:
                kill(child)
                # One that left its group may still hold the pipe: nobody waits for that.
                _drain(stream, kept, time.monotonic() + GRACE)
        finally:
            kill(child)
    return child.returncode if in_time else -signal.SIGKILL, kept.text()


@dataclass(frozen=True)
class Read:
    """What a program printed on its standard output and on the other stream; `cut` by `time` or `size`, if it was."""

    code: int
    data: bytes
    errors: bytes = b""
    cut: str = ""

    def words(self) -> str:
        """The last line of what it complained of."""
        lines = self.errors.decode("utf-8", "replace").strip().splitlines()
        return lines[-1].strip()[:300] if lines else ""


def read(argv: Sequence[str], *, cwd: Path | str, env: Mapping[str, str], timeout: float, most: int) -> Read:
    """Runs a program for what it prints: bytes, at most so many. It is ended where it takes too long or says more."""
    deadline = time.monotonic() + timeout
    data, cut = bytearray(), ""
    with tempfile.TemporaryFile() as complaints:
        child = start(argv, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=complaints)
        assert child.stdout is not None
        with child.stdout as stream:
            try:
                while not cut and (piece := _next(stream, deadline)):
                    data += piece
                    cut = "size" if len(data) > most else ""
                cut = cut or ("" if piece is not None and _ended(child, deadline) else "time")
            finally:
                kill(child)
        complaints.seek(0)
        return Read(child.returncode, bytes(data[:most]), complaints.read(TAIL), cut)


def _next(stream: IO[bytes], deadline: float) -> bytes | None:
    """The next bytes of a pipe; none at its end, None when the time is over."""
    left = deadline - time.monotonic()
    if left <= 0 or not select.select([stream], [], [], left)[0]:
        return None
    return os.read(stream.fileno(), 1 << 16)


class Kept:
    """The head and the tail of what a program prints, however much that is."""

    def __init__(self, head: int = HEAD, tail: int = TAIL) -> None:
        self.sizes = (head, tail)
        self.head = bytearray()
        self.tail = bytearray()
        self.left_out = 0

    def add(self, data: bytes) -> None:
        """The next piece."""
        room = self.sizes[0] - len(self.head)
        self.head += data[:room]
        self.tail += data[room:]
        over = len(self.tail) - self.sizes[1]
        if over > self.sizes[1]:  # seldom: each time the whole tail moves
            self._cut(over)

    def _cut(self, over: int) -> None:
        del self.tail[:over]
        self.left_out += over

    def text(self) -> str:
        """All of it, or both ends and how much is missing between them."""
        self._cut(max(len(self.tail) - self.sizes[1], 0))
        gap = f"\n… {self.left_out} bytes left out …\n".encode() if self.left_out else b""
        return (self.head + gap + self.tail).decode("utf-8", "replace")


def _drain(stream: IO[bytes], kept: Kept, deadline: float) -> bool:
    """Reads until the last holder of the pipe has closed it; whether that was in time."""
    poll = select.poll()
    poll.register(stream, select.POLLIN | select.POLLHUP)
    while (left := deadline - time.monotonic()) > 0:
        if poll.poll(left * 1000):
            data = os.read(stream.fileno(), 1 << 16)
            if not data:
                return True
            kept.add(data)
    return False


def _ended(child: subprocess.Popen[bytes], deadline: float) -> bool:
    """Whether it ends in time."""
    try:
        child.wait(max(deadline - time.monotonic(), 0.01))
    except subprocess.TimeoutExpired:
        return False
    return True


def wait(child: subprocess.Popen[bytes], seconds: float) -> int:
    """Lets a program end by itself, and kills it and its group when the time is over; its exit code."""
    try:
        _ended(child, time.monotonic() + seconds)
    finally:
        code = kill(child)
    return code


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
