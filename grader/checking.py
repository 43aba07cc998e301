"""Runs checks in a process of their own, answers what they ask, and holds the results against the plan.

That process never holds learner code or an engine socket. Results come over an inherited pipe and must name each
expected check once (`checks.verdicts`); anything else makes the run invalid, never a score.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from grader import process, system
from grader.checks.channel import Channel
from grader.checks.plugin_names import ASKS, HEARS, RESULTS
from grader.checks.verdicts import Event, Verdicts, invalid, without_folders
from grader.errors import CourseError, MachineError
from grader.model import Check, Exercise
from grader.preloading import Forked, Nursery

__all__ = ["Checking", "Event"]
CHECK_SECONDS = 90  # of its own time; what it asked for (a restart, a suite) is not counted
ASKED_SECONDS = 1500  # of what one check asked for
LARGEST_EVENT = 16 << 20
VARIABLES = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "LANG": "C.UTF-8", "TZ": "UTC"}
Asked = Callable[[dict[str, Any]], dict[str, Any]]


class Started:
    """A process that was started for one run."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        self.child = child

    def end(self) -> None:
        """Ends it, if it is not over."""
        if self.child.returncode is None:  # the number of one that is reaped may be another's
            process.kill(self.child)


class Checking:
    """`with Checking(exercises) as checking:` starts the process; its imports are done while the app starts.

    Whoever has a nursery has them done already.
    """

    def __init__(self, exercises: Sequence[Exercise], nursery: Nursery | None = None) -> None:
        self.nursery = nursery
        self.goals = [goal for exercise in exercises for goal in exercise.goals]
        checks = [(check, goal) for goal in self.goals for check in goal.checks]
        self.expected = {c.id: c for c, _ in sorted(checks, key=lambda pair: not pair[0].runs_first)}
        self.requires = {check.id: goal for check, goal in checks}
        self.busy_since: float | None = None
        self.spent_answering = 0.0
        self.fault = ""

    def __enter__(self) -> Checking:
        (hears, says), (heard, asks), (told, tells) = os.pipe(), os.pipe(), os.pipe()
        self.errors = tempfile.TemporaryFile()
        self.child = self._begun((hears, asks, tells))
        for number in (hears, asks, tells):
            os.close(number)
        self.results = process.Pipe(os.fdopen(told, "rb", buffering=0))
        self.channel = Channel(heard, says)
        self.channel.send({"plan": [self._planned(check) for check in self.expected.values()]})
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self.channel.close()
        self.results.close()
        self.errors.close()

    def _begun(self, theirs: tuple[int, int, int]) -> Forked | Started:
        """The process, with the three open files that it is given."""
        options = pytest_options(sorted({str(check.file) for check in self.expected.values()}))
        if self.nursery is not None:
            with contextlib.suppress(MachineError):  # then it is begun as if there was none
                return self.nursery.begin(options, VARIABLES, theirs, self.errors.fileno())
        handles = zip((HEARS, ASKS, RESULTS), (str(system.handle_of(number)) for number in theirs), strict=True)
        return Started(
            process.start(
                [sys.executable, "-I", "-m", "pytest", *options],
                cwd="/",
                env={**VARIABLES, **dict(handles)},
                stdout=self.errors,
                stderr=subprocess.STDOUT,
                handed=theirs,
            )
        )

    def stop(self) -> None:
        """Ends the checks' process; `run` then finds results missing."""
        self.child.end()

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
        verdicts = Verdicts(self.expected)
        with contextlib.suppress(OSError):  # a process that is gone has left its last words in the pipe
            self.channel.send(go)
        answering = threading.Thread(target=self._answer, args=(answer,), daemon=True)
        answering.start()
        try:
            for line in self._lines(verdicts):
                if check_id := verdicts.take(line):
                    seen(check_id)
            if self.fault:
                raise invalid(self.fault + verdicts.where())
            return verdicts.whole(self._said())
        except BaseException:
            self.stop()  # nothing more is asked; what was asked last may still be under way
            answering.join(1)
            raise

    def _lines(self, verdicts: Verdicts) -> Iterator[bytes]:
        """Lines as they come, until the run or the process ends. Raises CourseError for a check that never ends."""
        buffer, began, answered = b"", time.monotonic(), self.spent_answering
        while not verdicts.ended:
            data = self.results.next(0.5)
            if data == b"":
                return
            if data is not None:
                *lines, buffer = (buffer + data).split(b"\n")
                if len(buffer) > LARGEST_EVENT:
                    raise invalid(f"a result is too large{verdicts.where()}")
                if lines:
                    began, answered = time.monotonic(), self.spent_answering
                yield from lines
            asked = self.spent_answering - answered
            own = time.monotonic() - began - asked
            if asked > ASKED_SECONDS or (self.busy_since is None and own > CHECK_SECONDS):
                seconds = ASKED_SECONDS if asked > ASKED_SECONDS else CHECK_SECONDS
                raise CourseError(f"{verdicts.busy_with()} did not end within {seconds:g} s")

    def _answer(self, answer: Asked) -> None:
        """Serves the checks' requests until that process ends."""
        try:
            while (question := self.channel.receive()) is not None:
                self.busy_since = time.monotonic()
                self.channel.send(answer(question))
                self.spent_answering += time.monotonic() - self.busy_since
                self.busy_since = None
        except OSError:
            return  # it is gone
        except (ValueError, RecursionError):
            self.fault = "a check asked what is no question"
        finally:
            self.stop()

    def _said(self) -> str:
        """The last line of what pytest printed, for the check's author: no folder of this machine, nothing long."""
        size = self.errors.seek(0, os.SEEK_END)
        self.errors.seek(max(size - 2000, 0))
        lines = self.errors.read(2000).decode("utf-8", "replace").split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "")
        return without_folders(last)[:200]


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
