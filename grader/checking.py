"""Runs checks in a process of their own, answers what they ask, and holds the results against the plan.

That process never holds learner code or an engine socket. Results come over an inherited pipe and must name each
expected check once; anything else makes the run invalid, never a score.
"""

from __future__ import annotations

import json
import os
import select
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader import process
from grader.checks.channel import Channel
from grader.checks.plugin_names import CHANNEL_FD, RESULTS_FD
from grader.errors import CourseError
from grader.model import Check, Exercise

CHECK_SECONDS = 90  # of its own time; what it asked for (a restart, a suite) is not counted
LARGEST_EVENT = 16 << 20
Asked = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True)
class Event:
    """One check's verdict as it came over the pipe."""

    check: Check
    data: dict[str, Any]


class Checking:
    """`with Checking(exercises) as checking:` starts the process; its imports are done while the app starts."""

    def __init__(self, exercises: Sequence[Exercise]) -> None:
        self.goals = [goal for exercise in exercises for goal in exercise.goals]
        checks = [(check, goal) for goal in self.goals for check in goal.checks]
        self.expected = {c.id: c for c, _ in sorted(checks, key=lambda pair: not pair[0].runs_first)}
        self.requires = {check.id: goal for check, goal in checks}
        self.busy_since: float | None = None
        self.spent_answering = 0.0

    def __enter__(self) -> Checking:
        ours, theirs = socket.socketpair()
        self.results, write_end = os.pipe()
        self.errors = tempfile.TemporaryFile()
        files = sorted({str(check.file) for check in self.expected.values()})
        self.child = process.start(
            [sys.executable, "-I", "-m", "pytest", *pytest_options(files)],
            cwd="/",
            env={
                CHANNEL_FD: str(theirs.fileno()),
                RESULTS_FD: str(write_end),
                "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
                "LANG": "C.UTF-8",
                "TZ": "UTC",
            },
            stdout=self.errors,
            stderr=subprocess.STDOUT,
            pass_fds=(theirs.fileno(), write_end),
        )
        theirs.close()
        os.close(write_end)
        self.channel = Channel(ours)
        self.channel.send({"plan": [self._planned(check) for check in self.expected.values()]})
        return self

    def __exit__(self, *_: object) -> None:
        process.kill(self.child)
        self.channel.close()
        os.close(self.results)
        self.errors.close()

    def stop(self) -> None:
        """Ends the checks' process; `run` then finds results missing."""
        process.kill(self.child)

    def _planned(self, check: Check) -> dict[str, Any]:
        goal = self.requires[check.id]
        return {
            "id": check.id,
            "goal": goal.id,
            "function": check.function,
            "file": str(check.file),
            "requires": goal.requires,
        }

    def run(self, go: dict[str, Any], answer: Asked, seen: Callable[[str], None]) -> list[Event]:
        """Sends "go" and gathers a verdict for each expected check. Raises CourseError when the run is invalid."""
        try:
            self.channel.send(go)
        except OSError:
            raise CourseError(f"the checks could not be loaded: {self._said()}") from None
        threading.Thread(target=self._answer, args=(answer,), daemon=True).start()
        events: dict[str, Event] = {}
        current = ""
        for data in self._lines():
            if data["event"] == "start":
                current = data["id"]
            elif data["event"] == "result":
                check = self.expected.get(data["id"])
                if check is None or data["id"] in events:
                    raise CourseError(f"the run is invalid: an unexpected result for {data['id']}")
                if data["outcome"] == "broken":
                    raise CourseError(f"the check {data['id']} is broken: {data['message']}")
                events[data["id"]] = Event(check, data)
                seen(data["id"])
        missing = [check_id for check_id in self.expected if check_id not in events]
        if missing:
            where = f", the last one begun was {current}" if current else ""
            raise CourseError(f"the run is invalid: no result for {missing[0]}{where}. {self._said()}")
        return [events[check_id] for check_id in self.expected]

    def _lines(self) -> Any:
        """Events as they come; ends with the process. Raises CourseError for a check that never ends."""
        buffer, began, answered = b"", time.monotonic(), self.spent_answering
        while True:
            ready, _, _ = select.select([self.results], [], [], 1.0)
            if not ready:
                own = time.monotonic() - began - (self.spent_answering - answered)
                if self.busy_since is None and own > CHECK_SECONDS:
                    raise CourseError("a check did not end in time")
                continue
            data = os.read(self.results, 1 << 16)
            if not data:
                return
            buffer += data
            if len(buffer) > LARGEST_EVENT:
                raise CourseError("the run is invalid: a result is too large")
            *lines, buffer = buffer.split(b"\n")
            for line in lines:
                began, answered = time.monotonic(), self.spent_answering
                yield json.loads(line)

    def _answer(self, answer: Asked) -> None:
        """Serves the checks' requests until that process ends."""
        try:
            while (question := self.channel.receive()) is not None:
                self.busy_since = time.monotonic()
                self.channel.send(answer(question))
                self.spent_answering += time.monotonic() - self.busy_since
                self.busy_since = None
        except (OSError, ValueError):
            return

    def _said(self) -> str:
        """The end of what pytest printed: for the author of the check."""
        self.errors.seek(0)
        return self.errors.read()[-2000:].decode("utf-8", "replace").strip()


def pytest_options(files: Sequence[str]) -> list[str]:
    """A pytest that reads no configuration, no conftest, no plug-in but ours."""
    common = Path(os.path.commonpath(files)) if files else Path("/")
    root = common if common.is_dir() else common.parent
    options = ["-c", os.devnull, f"--rootdir={root}", f"--confcutdir={root}", "--noconftest", "-q", "--tb=short"]
    options += [
        "-p",
        "no:cacheprovider",
        "-p",
        "no:junitxml",
        "-p",
        "no:doctest",
        "-p",
        "no:unittest",
        "-p",
        "no:capture",
    ]
    options += ["--import-mode=importlib", "-p", "grader.checks.plugin", "-p", "grader.checks.fixtures"]
    return [*options, *files]
