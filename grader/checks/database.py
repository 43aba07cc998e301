"""The database that the app was given, as the fixture `database`."""

from __future__ import annotations

import contextlib
from functools import cached_property
from typing import Any

from grader.checks.asking import asked
from grader.checks.channel import Channel
from grader.checks.values import Miss
from grader.server.answers import Unavailable


class AppDatabase:
    """The database that the app was given. `kind`: sqlite, postgres, mysql or mongo."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._down = self._was_down = False

    @cached_property
    def kind(self) -> str:
        """Asked for when it is needed: a check may do with less than a run can give."""
        return str(asked(self._channel, ask="database")["kind"])

    @property
    def is_server(self) -> bool:
        """Whether it is a server, which can be gone while the app runs; not a file."""
        return self.kind != "sqlite"

    def another(self) -> str:
        """The URL of a new, empty database of the same kind."""
        return str(asked(self._channel, ask="another")["url"])

    def on(self, kind: str) -> str:
        """The URL of a new, empty database of that kind (sqlite, postgres, mysql), whatever the app's own is."""
        return str(asked(self._channel, ask="database-on", kind=kind)["url"])

    def stop(self) -> None:
        """Takes the server away, as a pulled plug would."""
        self._down = self._was_down = True
        asked(self._channel, ask="database-stop")

    def start(self) -> None:
        """Brings it back, on what it had stored, and waits until it answers."""
        asked(self._channel, ask="database-start")
        self._down = False

    def put_right(self) -> None:
        """After a check: the server is there, and so is an app that did not outlive its absence."""
        with contextlib.suppress(Miss, Unavailable):
            if self._down:
                self.start()
        with contextlib.suppress(Miss, Unavailable):
            if self._was_down:
                asked(self._channel, ask="revive")

    def statements(self) -> int:
        """How many statements the server has run for the app so far, give or take a constant; SQLite can't tell."""
        return int(asked(self._channel, ask="statements")["count"])

    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """All rows of all tables that the app has made: texts as they are, bytes as latin-1."""
        return dict(asked(self._channel, ask="tables")["tables"])
