"""The one door to subprocesses: argument lists only, a process group each, interrupt, terminate, kill."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.process.ending import GRACE, end, ended, kill, wait
from grader.process.kept import HEAD, TAIL, Kept, Pipe
from grader.process.starting import start

__all__ = ["GRACE", "HEAD", "LATE", "TAIL", "Kept", "Pipe", "Read", "end", "kill", "read", "run", "start", "wait"]
LATE = -9  # the exit code of what was killed when its time was over, as if by SIGKILL


def run(argv: Sequence[str], *, cwd: Path | str, env: Mapping[str, str], timeout: float) -> tuple[int, str]:
    """Runs a program to its end: (exit code, output of both streams). A code of `LATE` after `timeout` seconds.

    Of endless output the beginning and the end are kept.
    """
    deadline = time.monotonic() + timeout
    child = start(argv, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert child.stdout is not None
    kept, pipe = Kept(), Pipe(child.stdout)
    try:
        in_time = pipe.drain(kept, deadline) and ended(child, deadline)
        if not in_time:
            kill(child)
            # One that left its group may still hold the pipe: nobody waits for that.
            pipe.drain(kept, time.monotonic() + GRACE)
    finally:
        kill(child)
        pipe.close()
    return child.returncode if in_time else LATE, kept.text()


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
        pipe = Pipe(child.stdout)
        try:
            while not cut and (piece := pipe.next(deadline - time.monotonic())):
                data += piece
                cut = "size" if len(data) > most else ""
            cut = cut or ("" if piece is not None and ended(child, deadline) else "time")
        finally:
            kill(child)
            pipe.close()
        complaints.seek(0)
        return Read(child.returncode, bytes(data[:most]), complaints.read(TAIL), cut)
