"""The mail server beside an app, where there is none, and as a process of this machine."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from grader import process
from grader.errors import MachineError
from grader.runners import folders
from grader.runners.watchdog import TAG
from grader.server.answers import Unavailable
from grader.services import mail

POLL = 0.02
LOG = "mail.log"


class NoMailbox:
    """What a server has that was started by somebody else."""

    def __init__(self, why: str) -> None:
        self.why = why

    def start(self) -> None:
        raise Unavailable(self.why)

    def stop(self) -> None:
        raise Unavailable(self.why)

    def messages(self) -> Sequence[Mapping[str, Any]]:
        raise Unavailable(self.why)


class MailboxHere:
    """A process with the grader's own Python, which prints into a file of a folder of its own.

    It has a tag of its own as well: the app's processes are ended by theirs, and it outlives a restart. `guard` tells
    the watchdog what to remove.
    """

    def __init__(self, guard: Callable[[str, str], None], port: int) -> None:
        self.guard = guard
        self.folder: Path | None = None
        self.port = port
        self.child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        if self.child is not None:
            return
        if importlib.util.find_spec("aiosmtpd") is None:
            raise Unavailable(mail.REMEDY)
        if self.folder is None:
            self.folder = folders.make(folders.PROJECTS)
            self.guard("folder", str(self.folder))
            self.guard("tag", self.folder.name)
        before = len(self._printed())
        with (self.folder / LOG).open("ab") as log:
            command = [sys.executable, "-I", str(mail.PROGRAM), str(self.port)]
            env = {TAG: self.folder.name, "LANG": "C.UTF-8"}
            self.child = process.start(command, cwd=self.folder, env=env, stdout=log, stderr=log)
        deadline = time.monotonic() + mail.READY_SECONDS
        while not mail.is_ready(self._printed()[before:]):
            if self.child.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise MachineError(f"the mail server did not start: {self._printed()[before:].strip()[-300:]}")
            time.sleep(POLL)

    def stop(self) -> None:
        if self.child is not None:
            process.kill(self.child)
            self.child = None

    def messages(self) -> Sequence[Mapping[str, Any]]:
        return mail.received(self._printed())

    def _printed(self) -> str:
        log = self.folder and self.folder / LOG
        return log.read_text("utf-8", "replace") if log and log.exists() else ""

    def close(self) -> None:
        """Ends it, and removes what it has received."""
        self.stop()
        if self.folder is not None:
            folders.remove(self.folder)
            self.folder = None
