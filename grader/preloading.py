"""A process that has done the checks' imports and forks one of checks for each run: for whoever grades many.

Each run is as much a process of its own as one that is started anew, and it is gone when the run is over; only what
it would have imported is there already.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from select import select

from grader import process
from grader.checks.plugin_names import NURSERY
from grader.errors import MachineError

PROGRAM = "from grader.checks.nursery import program; program()"
SECONDS = 30.0  # in which a run must have begun


class Forked:
    """A process of checks. `alive` is the number of a file that stands for it."""

    def __init__(self, alive: int) -> None:
        self.alive = alive

    def end(self) -> None:
        """Ends it, if it is not over."""
        alive, self.alive = self.alive, -1  # two threads may want it at once
        if alive < 0:
            return
        with contextlib.suppress(ProcessLookupError):  # it may end while it is looked at
            if not select([alive], [], [], 0)[0]:
                signal.pidfd_send_signal(alive, signal.SIGKILL)
                select([alive], [], [], SECONDS)
        os.close(alive)


class Nursery:
    """Starts the process when it is first wanted. Several threads may want one at a time."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.asks: socket.socket | None = None
        self.child: subprocess.Popen[bytes] | None = None

    def begin(self, options: Sequence[str], env: Mapping[str, str], pipes: Sequence[int], output: int) -> Forked:
        """A run of pytest with these options, variables and open files. Raises MachineError where it can't be had."""
        question = json.dumps({"options": list(options), "env": dict(env)}).encode()
        with self.turn:
            try:
                asks = self.asks = self.asks or self._started()
                socket.send_fds(asks, [question], [*pipes, output])
                told, numbers, *_ = socket.recv_fds(asks, 1, 1)
                if not told:
                    raise EOFError("it has ended")
            except (OSError, EOFError) as error:
                self._end()
                raise MachineError(f"the checks' process could not be forked: {error}", "Try again.") from error
        return Forked(numbers[0])

    def close(self) -> None:
        """Ends it; runs that were begun go on."""
        with self.turn:
            self._end()

    def _end(self) -> None:
        if self.asks is not None:
            self.asks.close()
            self.asks = None
        if self.child is not None:
            process.kill(self.child)
            self.child = None

    def _started(self) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.child = process.start(
                [sys.executable, "-I", "-c", PROGRAM],
                cwd="/",
                env={NURSERY: str(theirs.fileno()), "LANG": "C.UTF-8", "TZ": "UTC"},
                handed=(theirs.fileno(),),
            )
        ours.settimeout(SECONDS)
        return ours


def is_possible() -> bool:
    """Whether this system can do it: Linux can."""
    return hasattr(os, "fork") and hasattr(os, "pidfd_open") and hasattr(signal, "pidfd_send_signal")
