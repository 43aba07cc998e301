"""What a server tells, and what is raised where it can't tell, or where a check need not ask."""

from __future__ import annotations

from dataclasses import dataclass, field


class Unavailable(Exception):  # noqa: N818  # an answer, not a fault
    """This run can't give what a check asked for; the text says what would."""


class DoesNotApply(Exception):  # noqa: N818  # an answer, not a fault
    """A check is about something that this project has chosen otherwise; the text says what."""


@dataclass(frozen=True)
class Line:
    """A piece of an app's output and when it came, in seconds since the epoch. `stream`: stdout or stderr."""

    time: float
    text: str
    stream: str = "stdout"


@dataclass(frozen=True)
class Ending:
    """How an app ended by itself: its exit code, what it printed, and seconds since its start."""

    code: int
    stdout: str
    stderr: str
    seconds: float


@dataclass(frozen=True)
class Stored:
    """A file as it lies in a container: bytes, and the SHA-256 of its content in hexadecimal digits."""

    size: int
    sha256: str


@dataclass(frozen=True)
class SuiteRun:
    """One run of the learner's tests against one server."""

    fault: str
    passed: bool
    requests: int
    output: str
    timed_out: bool = False


@dataclass(frozen=True)
class SuiteResult:
    """Which test files were found, and a run for each server; `fault` is `none` for the right one, `own` for theirs."""

    found: tuple[str, ...]
    runs: tuple[SuiteRun, ...] = ()


@dataclass
class Facts:
    """What a runner noticed: sentences for the learner, and facts for the report."""

    notices: list[str] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
