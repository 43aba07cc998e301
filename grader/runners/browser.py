"""A browser beside an app, whoever runs it: started when a check first wants one, kept for the run, replaced when lost.

`grader.runners.browsing` is the program that drives it. Here is the grader's end of the line to it: a step a line goes
out, an answer a line comes back, in bounded time.
"""

from __future__ import annotations

import contextlib
import json
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, Protocol

from grader.errors import MachineError
from grader.runners import browsing
from grader.server.answers import Unavailable

START_SECONDS = 90.0
STEP_SECONDS = 90.0  # longer than the program itself gives a step
PATIENCE = 3.0  # times as long as it was told it may wait on a machine that has no time for it
LARGEST = 2 << 20
BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from browsing.program import main; main(sys.argv[2])"
PROGRAM = browsing.__path__[0]
LOST = "a browser that was lost: did the page take too much memory?"


class Ended(Exception):  # noqa: N818  # an answer, not a fault
    """Nobody is at the other end."""


class Pipe(Protocol):
    """Bytes to a program and from it."""

    def write(self, data: bytes) -> None:
        """Raises OSError where nobody reads."""

    def read(self, seconds: float) -> bytes:
        """The next bytes of its output; none at the end. Raises TimeoutError."""

    def close(self) -> None: ...


class Line:
    """A conversation over a pipe."""

    def __init__(self, pipe: Pipe) -> None:
        self.pipe = pipe
        self.rest = b""

    def ask(self, step: Mapping[str, Any], seconds: float) -> dict[str, Any]:
        """A step's answer. Raises Ended where there is none in time."""
        try:
            self.pipe.write(json.dumps(step).encode() + b"\n")
        except OSError as error:
            raise Ended(str(error)) from error
        return self.answer(seconds)

    def answer(self, seconds: float) -> dict[str, Any]:
        """The next line. Raises Ended."""
        until = time.monotonic() + seconds
        while b"\n" not in self.rest:
            try:
                data = self.pipe.read(max(until - time.monotonic(), 0.001))
            except OSError as error:  # too late, too
                raise Ended(str(error)) from error
            self.rest += data
            if not data or len(self.rest) > LARGEST:
                raise Ended("it has ended" if not data else "it tells too much")
        line, _, self.rest = self.rest.partition(b"\n")
        try:
            answer = json.loads(line)
        except ValueError as error:
            raise Ended("it tells nonsense") from error
        if not isinstance(answer, dict):
            raise Ended("it tells nonsense")
        return answer


class Browsing(ABC):
    """The browser of one run. What starts and ends the program is a runner's business."""

    def __init__(self) -> None:
        self.line: Line | None = None
        self.version = ""
        self.missing = ""
        self.ports: set[int] = set()  # where its pages of other origins are served, beside the app

    @abstractmethod
    def start(self) -> Line:
        """Starts the program; the line to it, whose first answer has come. Raises Unavailable: there is no browser."""

    @abstractmethod
    def end(self) -> None:
        """Ends it at once."""

    def browse(self, step: Mapping[str, Any], base: str) -> dict[str, Any]:
        """A step's answer. `base`: where the page finds the app. Raises Unavailable."""
        try:
            if step["do"] == "begin":
                return self._begin(base)
            if self.line is None:
                return lost(step)
            answer = self.line.ask(step, STEP_SECONDS + PATIENCE * float(step.get("seconds", 0)))
        except Ended:
            answer = {"lost": True}
        if "lost" in answer:
            self._drop()
            return lost(step)
        if step["do"] == "other-origin" and "value" in answer:
            self.ports.add(int(str(answer["value"]).rpartition(":")[2]))
        return answer

    def _begin(self, base: str) -> dict[str, Any]:
        """A new visit, in a new browser where the old one can't give one."""
        if self.missing:
            raise Unavailable(self.missing)
        for _ in range(2):
            if self.line is None:
                self.line = self._started()
            with contextlib.suppress(Ended):
                answer = self.line.ask({"do": "begin", "base": base}, STEP_SECONDS)
                if "lost" not in answer:
                    self.ports.clear()
                    return answer
            self._drop()
        raise MachineError("the browser that pages are opened in does not stay alive", "Is the memory full? Try again.")

    def _started(self) -> Line:
        try:
            return self.start()
        except Unavailable as missing:
            self.missing = str(missing)  # asked for again by the next check
            raise

    def _drop(self) -> None:
        self.line = None
        self.ports.clear()
        self.end()

    def close(self) -> None:
        """The run is over."""
        if self.line is not None:
            self._drop()


def lost(step: Mapping[str, Any]) -> dict[str, Any]:
    """What a step is told when the browser is gone: the end of a check wants nothing more of it."""
    if step["do"] in ("end", "picture"):
        return {"value": ""}
    return {"problem": "stuck", "got": LOST}


def first_answer(line: Line) -> str:
    """The browser's version. Raises Unavailable with the reason where it did not start."""
    try:
        said = line.answer(START_SECONDS)
    except Ended as error:
        raise Unavailable(f"needs a browser, and it did not start: {error}") from error
    if "version" not in said:
        raise Unavailable(f"needs a browser, and it did not start: {cause(str(said.get('failed', '')))}")
    return str(said["version"])


def cause(said: str) -> str:
    """Of the driver's many lines the one that says why: what the browser itself complained of, else the first."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    complained = [line.partition("[err]")[2].strip() for line in lines if "[err]" in line]
    fatal = [line for line in complained if any(word in line for word in ("FATAL", "error while", "sandbox"))]
    return (fatal or complained[-1:] or lines or ["it said nothing"])[0][:300]
