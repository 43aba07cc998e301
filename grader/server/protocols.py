"""A project that answers, and a way to run one, as protocols."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from grader.model import Suite
from grader.project import Project
from grader.server.address import Address
from grader.server.answers import Ending, Facts, Line, Stored, SuiteResult
from grader.server.options import DEFAULT, Launch, Options, Progress
from grader.server.services import Database, Mailbox


class Server(Protocol):
    """A project that answers. Every method may raise Unavailable; a fault of the machine is a MachineError.

    `fresh` says that nobody but this run has talked to it. Environments are added to the project's own.
    """

    address: Address

    @property
    def about(self) -> Facts: ...

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

    def renew(self, project: Project) -> None:
        """Serves this project from now on, as if it were the first: what was stored and printed before is gone.

        The packages stay, so the project must want the same ones. Raises ProjectError where it does not start.
        """

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


class Runner(Protocol):
    """A way to run a project. `serve` yields once the app answers, and leaves nothing behind."""

    @property
    def name(self) -> str: ...

    def serve(self, project: Project, options: Options, progress: Progress) -> AbstractContextManager[Server]: ...

    def ahead(self, options: Options, progress: Progress) -> AbstractContextManager[None]:
        """Begins with all that depends on no project; within it `serve` is called once, with the same options."""
