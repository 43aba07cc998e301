"""What can be asked of a running project, whoever runs it. Runners provide these; checks and grading use them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

from grader.model import Suite
from grader.project import Project

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Address:
    """Where a server answers: `base_url` as a person would type it, and how to get there if not by that.

    `socket` is the path of a unix socket; or `gate` is host:port to connect to instead: the server's own, looked up
    before, or a relay's that wants the line `route` first. `ca`: a file with an authority to be trusted.
    """

    base_url: str
    socket: str = ""
    gate: str = ""
    route: str = ""
    ca: str = ""

    @property
    def scheme(self) -> str:
        return urlsplit(self.base_url).scheme

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).hostname or ""

    @property
    def port(self) -> int:
        return urlsplit(self.base_url).port or (443 if self.scheme == "https" else 80)


@dataclass(frozen=True)
class Line:
    """A piece of an app's output and when it came, in seconds since the epoch. `stream`: stdout or stderr."""

    time: float
    text: str
    stream: str = "stdout"


@dataclass(frozen=True)
class Launch:
    """How the app is started, beyond what it always gets.

    A variable that is None is taken away. `files` are laid into the folder that the app is started in, by relative
    path, and replaced by the project's own at the next start that does not name them; None takes one away.
    `production`: by the command that is used where it is deployed.
    """

    env: Mapping[str, str | None] = field(default_factory=dict)
    files: Mapping[str, str | None] = field(default_factory=dict)
    production: bool = False


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


class Unavailable(Exception):  # noqa: N818  # an answer, not a fault
    """This run can't give what a check asked for; the text says what would."""


DEFAULT = Launch()


class DoesNotApply(Exception):  # noqa: N818  # an answer, not a fault
    """A check is about something that this project has chosen otherwise; the text says what."""


@dataclass
class Facts:
    """What a runner noticed: sentences for the learner, and facts for the report."""

    notices: list[str] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)


class Database(Protocol):
    """The database that an app was given. Every method may raise Unavailable; a fault of the machine is a MachineError.

    `kind` is sqlite, postgres, mysql, mongo, or none; `env` the variables by which the app is told of it.
    """

    kind: str

    @property
    def env(self) -> Mapping[str, str]: ...

    def another(self) -> str:
        """The URL of a new, empty database of the same kind."""

    def stop(self) -> None:
        """Ends the server at once; what it has committed stays."""

    def start(self) -> None:
        """Starts it again, and waits until it answers."""

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """All rows of all tables (or documents of all collections) that the app has made, as far as there is room."""

    def run_queries(self, job: Mapping[str, Any]) -> Mapping[str, Any]:
        """Runs a learner's queries on a database of their own; `services.querying` says what job and result are."""

    def statements(self) -> int:
        """How many statements the server has run for the app so far, give or take a constant."""


class Mailbox(Protocol):
    """A mail server beside the app, started when it is first wanted. Every method may raise Unavailable."""

    def start(self) -> None:
        """Starts it if it does not run, and waits until it accepts connections."""

    def stop(self) -> None:
        """Ends it at once; what it has received stays known."""

    def messages(self) -> Sequence[Mapping[str, Any]]:
        """All it has received, in order: `time`, `sender`, `recipients`, and `data`, the message in base64."""


class Server(Protocol):
    """A project that answers. Every method may raise Unavailable; a fault of the machine is a MachineError.

    `fresh` says that nobody but this run has talked to it. Environments are added to the project's own.
    """

    address: Address
    about: Facts

    @property
    def database(self) -> Database: ...

    @property
    def mailbox(self) -> Mailbox: ...

    @property
    def shown(self) -> str:
        """The address that curl lines show."""

    @property
    def fresh(self) -> bool: ...

    def kill(self) -> None:
        """Ends the app at once, as a power cut would."""

    def stop(self) -> int:
        """Asks the app to end (SIGTERM), kills it after ten seconds, and tells its exit code."""

    def start(self, launch: Launch = DEFAULT) -> None:
        """Starts the app again on the same files and waits until it answers."""

    def second(self, launch: Launch = DEFAULT) -> Address:
        """Starts another instance of the app on the same files, and tells where it answers."""

    def end_by_itself(self, launch: Launch, seconds: float) -> Ending | None:
        """Starts the app and waits that it ends; None if it still runs after so many seconds, or answers."""

    def end_others(self) -> None:
        """Ends what `second` started."""

    def ended(self) -> str:
        """Why the app no longer runs, in words; empty while it runs."""

    def limits_met(self) -> Sequence[str]:
        """Limits of its sandbox that the app has met so far, in words that go on from "your app met a limit"."""

    def listening(self) -> Sequence[tuple[str, int]]:
        """Addresses and ports that the app listens on; the one it was given is `given_port`."""

    @property
    def given_port(self) -> int:
        """What PORT was when the app was started."""

    def output(self) -> Sequence[Line]:
        """All that the app has printed so far, in order."""

    def files(self) -> Mapping[str, Stored]:
        """The files below /app and /data, by their path in a container; what was installed is left out."""

    def try_suite(self, suite: Suite, seed: int) -> SuiteResult:
        """Runs the learner's own tests against each of the suite's servers."""

    def browse(self, step: Mapping[str, Any]) -> Mapping[str, Any]:
        """Has a browser beside the app take a step; `runners.browsing.steps` says which there are."""


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


@dataclass(frozen=True)
class Options:
    """How to serve: seconds to wait for the first answer, another container runtime, variables for the app.

    `url` is a server that runs already, and `at` where its host may be looked for, in numbers; `ca` a file with an
    authority whose certificates are good for it. `database` is the kind that the app is given; `database_url` a server
    of the user's own for it. `online` is where the app is deployed, for the exercises about that. In `env`, `{data}`,
    `{smtp_host}` and `{smtp_port}` stand for what the runner knows.
    """

    start_timeout: float = 20.0
    runtime: str = ""
    url: str = ""
    env: Mapping[str, str] = field(default_factory=dict)
    at: tuple[str, ...] = ()
    ca: str = ""
    online: Address | None = None
    database: str = "none"
    database_url: str = ""


class Runner(Protocol):
    """A way to run a project. `serve` yields once the app answers, and leaves nothing behind."""

    @property
    def name(self) -> str: ...

    def serve(self, project: Project, options: Options, progress: Progress) -> AbstractContextManager[Server]: ...
