"""Removes what a run made, however the run ended.

A process of its own, started before anything else is. It waits for the end of its standard input, which comes when
the grader is done, was interrupted, or was killed; then it removes what it was told of, a line each:

    run ID          containers, volumes and networks with that label
    tag TEXT        processes whose environment holds that text
    folder PATH     a folder

The report is out before removal is over, and removal is never skipped: on success too it is this that cleans up. It
listens to no request to end, since it ends by itself soon after the grader, and never later than `LONGEST`. Should it
die before, the grader starts another. What it can't remove (no engine answers) the next run's sweep finds.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import IO

from grader import process
from grader.errors import MachineError
from grader.runners import folders

TAG = "BACKEND_WEEK_RUN"  # in the environment of what a local run starts
BUILT_FOR = ("run", "tag", "folder")
PASSED_ON = ("HOME", "PATH", "USERPROFILE", "TEMP")  # the last two on Windows
# Nothing else is imported before there is something to do: it starts when all that a run needs starts, too.
PROGRAM = """
import signal, sys
for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
    if hasattr(signal, name):
        signal.signal(getattr(signal, name), signal.SIG_IGN)
lines = list(sys.stdin.buffer)
from grader.runners.watchdog import program
program(lines)
"""
LONGEST = 120  # seconds that it may take once the grader is gone
PATIENCE = 3.0  # seconds that an interrupted grader waits for it
LOOKS = (0.0, 0.25, 0.75)  # seconds before each: what the engine was making when the grader ended comes late
GONE = "everything that was started is gone"
STILL = "what was started is still being removed"
LEFT = "not all that was started could be removed; this does it: grade clean"


class Watchdog:
    """The grader's end: `with Watchdog() as watchdog: watchdog.guard("folder", path)`."""

    def __enter__(self) -> Watchdog:
        self.guarded: list[bytes] = []
        self.child = begin()
        return self

    def guard(self, kind: str, what: str) -> None:
        """From now on this is removed when the grader ends."""
        assert kind in BUILT_FOR
        self.guarded.append(f"{kind} {what}\n".encode("utf-8", "surrogateescape"))
        if not self._tell(self.guarded[-1]):
            self._begin_again()

    def __exit__(self, _: object, error: BaseException | None, __: TracebackType | None) -> None:
        self._let_go()
        if isinstance(error, KeyboardInterrupt):
            error.add_note(self._seen_through())
        # Nobody waits for the removal, but a grader that goes on for long must not collect dead children.
        threading.Thread(target=self.child.wait, daemon=True).start()

    def wait(self) -> None:
        """Until all is removed: for whoever must see an empty machine."""
        self._let_go()
        self.child.wait()

    def _let_go(self) -> None:
        """Its work begins."""
        if self.child.poll() not in (None, 0) and not self._pipe.closed:
            with contextlib.suppress(MachineError):  # then the sweep does it
                self._begin_again()
        with contextlib.suppress(BrokenPipeError):
            self._pipe.close()

    def _seen_through(self) -> str:
        """What has become of the run, in words, for whoever interrupted it: they do wait, unless they insist."""
        try:
            return GONE if self.child.wait(PATIENCE) == 0 else LEFT
        except subprocess.TimeoutExpired:
            return STILL
        except KeyboardInterrupt as again:
            again.add_note(STILL)
            raise

    @property
    def _pipe(self) -> IO[bytes]:
        assert self.child.stdin is not None
        return self.child.stdin

    def _tell(self, lines: bytes) -> bool:
        """Whether it is there to hear it."""
        try:
            self._pipe.write(lines)
            self._pipe.flush()
        except BrokenPipeError:
            return False
        return self.child.poll() is None

    def _begin_again(self) -> None:
        """Another one, with all that the one that died was told."""
        process.kill(self.child)
        with contextlib.suppress(BrokenPipeError):
            self._pipe.close()
        self.child = begin()
        if not self._tell(b"".join(self.guarded)):
            raise MachineError("the process that cleans up after a run does not stay alive", "Is the memory full?")


def begin() -> subprocess.Popen[bytes]:
    """Its process. Isolated: `-m` would put the current folder, which may be a learner's, on the path."""
    return process.start(
        [sys.executable, "-I", "-c", PROGRAM],
        cwd="/",
        env={key: os.environ[key] for key in os.environ if key.startswith("DOCKER_") or key in PASSED_ON},
        stdin=subprocess.PIPE,
    )


def program(lines: Iterable[bytes]) -> None:
    """The watchdog's own program, once the grader is gone."""
    late = threading.Timer(LONGEST, os._exit, (1,))  # wherever it hangs
    late.daemon = True
    late.start()
    sys.exit(0 if main(lines) else 1)


def main(lines: Iterable[bytes]) -> bool:
    """Removes what the lines say; whether all of it is gone."""
    guarded = [line.decode("utf-8", "surrogateescape").rstrip("\n").partition(" ")[::2] for line in lines]
    all_gone = True
    for kind, what in guarded:
        if kind == "tag":
            kill_tagged(what)
    for kind, what in guarded:
        if kind == "run":
            try:
                remove_labelled(what)
            except Exception:  # noqa: BLE001  # the sweep at the next start tries again
                all_gone = False
    for kind, what in guarded:
        if kind == "folder":
            all_gone = folders.remove(Path(what)) and all_gone
    return all_gone


def kill_tagged(tag: str) -> int:
    """Kills processes by a tag in their environment, also those that left their group and session; how many."""
    import psutil

    killed = 0
    for _ in range(3):  # a process may fork between being seen and being killed
        found = []
        for candidate in psutil.process_iter():
            with contextlib.suppress(psutil.Error, OSError):
                if candidate.pid != os.getpid() and tag in candidate.environ().values():
                    candidate.kill()
                    found.append(candidate)
        killed += len(found)
        if not found:
            break
        psutil.wait_procs(found, timeout=2)
    return killed


def remove_labelled(run: str) -> None:
    """Removes a run's containers, then its networks and volumes, until nothing of it comes any more."""
    from grader.runners.docker.cleaning import remove_run
    from grader.runners.docker.engine import connect

    refused: list[str] = []
    with contextlib.closing(connect()) as client:
        for pause in LOOKS:
            time.sleep(pause)
            refused.clear()
            remove_run(client, run, refused)
    if refused:
        raise MachineError(refused[0])
