"""Removes what a run made, however the run ended.

A process of its own, started before anything else is. It waits for the end of its standard input, which comes when
the grader is done, was interrupted, or was killed; then it removes what it was told of, a line each:

    run ID          containers, volumes and networks with that label
    tag TEXT        processes whose environment holds that text
    folder PATH     a folder

The report is out before removal is over, and removal is never skipped: on success too it is this that cleans up.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from grader import process
from grader.runners import folders

TAG = "BACKEND_WEEK_RUN"  # in the environment of what a local run starts
BUILT_FOR = ("run", "tag", "folder")


class Watchdog:
    """The grader's end: `with Watchdog() as watchdog: watchdog.guard("folder", path)`."""

    def __enter__(self) -> Watchdog:
        # Unbuffered and isolated: `-m` would put the current folder, which may be a learner's, on the path.
        self.child = process.start(
            [
                sys.executable,
                "-I",
                "-c",
                "import sys; from grader.runners.watchdog import main; main(sys.stdin.buffer)",
            ],
            cwd="/",
            env={key: os.environ[key] for key in os.environ if key.startswith("DOCKER_") or key in ("HOME", "PATH")},
            stdin=subprocess.PIPE,
        )
        return self

    def guard(self, kind: str, what: str) -> None:
        """From now on this is removed when the grader ends."""
        assert kind in BUILT_FOR and self.child.stdin is not None
        self.child.stdin.write(f"{kind} {what}\n".encode())
        self.child.stdin.flush()

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        assert self.child.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self.child.stdin.close()
        # Nobody waits for the removal, but a grader that goes on for long must not collect dead children.
        threading.Thread(target=self.child.wait, daemon=True).start()

    def wait(self) -> None:
        """Until all is removed: for whoever must see an empty machine."""
        self.__exit__()
        self.child.wait()


def main(lines: Iterator[bytes]) -> None:
    """The watchdog's own program."""
    guarded = [line.decode("utf-8", "surrogateescape").rstrip("\n").partition(" ")[::2] for line in lines]
    for kind, what in guarded:
        if kind == "tag":
            kill_tagged(what)
    for kind, what in guarded:
        if kind == "run":
            with contextlib.suppress(Exception):  # the sweep at the next start tries again
                remove_labelled(what)
    for kind, what in guarded:
        if kind == "folder":
            folders.remove(Path(what))


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
    """Removes a run's containers, then its networks and volumes."""
    from grader.runners.docker.cleaning import remove_run
    from grader.runners.docker.engine import connect

    remove_run(connect(), run)


if __name__ == "__main__":
    main(sys.stdin.buffer)
