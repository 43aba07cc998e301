"""No database at all, and what is common to those that there are."""

from __future__ import annotations

from collections.abc import Mapping

from grader.runners.databases import NoDatabase


class DatabaseInPod(NoDatabase):
    """None at all; and what is common to those that there are. `volume` is where one of a server's own is mounted.

    `begin` starts a server, `wait` returns once it answers; the app is started after that.
    """

    volume = ""

    def begin(self) -> None:
        """No server is started."""

    def wait(self) -> None:
        """No server is waited for."""

    @property
    def facts(self) -> Mapping[str, str]:
        """What the report says of a server."""
        return {}
