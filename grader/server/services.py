"""What there is beside an app, as protocols: its database, its mail server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol


class Database(Protocol):
    """The database that an app was given. Every method may raise Unavailable; a fault of the machine is a MachineError.

    `kind` is sqlite, postgres, mysql, mongo, or none; `env` the variables by which the app is told of it.
    """

    kind: str

    @property
    def env(self) -> Mapping[str, str]: ...

    def another(self) -> str:
        """The URL of a new, empty database of the same kind."""

    def on(self, kind: str) -> str:
        """The URL of a new, empty database of that kind, whatever the app's own is; a server is started for it."""

    def renew(self) -> None:
        """Gives the app an empty database the next time that it is started."""

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
