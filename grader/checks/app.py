"""The app as a process, as the fixture `app`: ended and started again, in other ways, more than once."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import Any

from grader.checks.asking import asked
from grader.checks.channel import Channel
from grader.checks.values import Miss
from grader.project import Production
from grader.server.address import Address
from grader.server.answers import Ending, Stored, Unavailable

Variables = Mapping[str, str | None] | None


class App:
    """The app as a process. `fresh`: nobody but this run has talked to it."""

    def __init__(
        self, channel: Channel, fresh: bool, api_at: Callable[[Address], Any], env: Mapping[str, str] | None = None
    ) -> None:
        self.fresh = fresh
        self._env = env
        self._down = False
        self._changed = False
        self._others = False
        self._channel = channel
        self._api_at = api_at

    @property
    def env(self) -> Mapping[str, str]:
        """The variables that the day gives to the app. Raises Unavailable where somebody else started it."""
        if self._env is None:
            raise Unavailable("needs to know how the app was started: grade the project itself, without --url")
        return self._env

    def kill(self) -> None:
        """Ends it at once, as a power cut would."""
        self._down = True
        asked(self._channel, ask="kill")

    def stop(self) -> int:
        """Asks it to end (SIGTERM), which it has ten seconds for, and tells its exit code."""
        self._down = True
        return int(asked(self._channel, ask="stop")["code"])

    def start(self, env: Variables = None, files: Variables = None, *, production: bool = False) -> None:
        """Starts it again on the same files and waits until it answers.

        A variable that is None is taken away. `files`: texts to lay into the folder that it is started in, None for a
        file to take away; all is as it was after the check. `production`: by the project's production command.
        """
        launch = {"env": dict(env or {}), "files": dict(files or {}), "production": production}
        self._down = self._changed = True  # should it not come up
        asked(self._channel, ask="start", **launch)
        self._down, self._changed = False, bool(env or files or production)

    def restart(self, env: Variables = None, files: Variables = None, *, production: bool = False) -> None:
        self.kill()
        self.start(env, files, production=production)

    def must_end(
        self,
        env: Variables = None,
        files: Variables = None,
        *,
        seconds: float = 5.0,
        production: bool = False,
    ) -> Ending:
        """Starts it and tells how it ended by itself. Raises Miss where it answers, or runs longer than that.

        On a machine on which it takes long to start, it has longer to end.
        """
        self.kill()
        self._down, self._changed = False, True  # it may run, although it should not
        launch = {"env": dict(env or {}), "files": dict(files or {}), "production": production}
        ending = asked(self._channel, ask="must-end", seconds=seconds, **launch)["ending"]
        if ending is None:
            raise Miss(f"the app to stop by itself within {seconds:g} s", "one that goes on running")
        return Ending(**ending)

    def production(self) -> Production:
        """What starts the project where it is deployed; an empty command where there is nothing."""
        answer = asked(self._channel, ask="production")
        return Production(answer["command"], answer["source"])

    def put_right(self) -> None:
        """After a check: the app runs alone, in its own environment, whatever the check did and wherever it ended."""
        with contextlib.suppress(Miss, Unavailable):
            if self._others:
                asked(self._channel, ask="alone")
        with contextlib.suppress(Miss, Unavailable):
            if self._changed and not self._down:
                self.kill()
            if self._down:
                self.start()

    def second(self, env: Variables = None, *, production: bool = False) -> Any:
        """Another instance on the same files; gives an `api` for it."""
        self._others = True
        answer = asked(self._channel, ask="second", env=dict(env or {}), production=production)
        return self._api_at(Address(**answer["address"]))

    def listening(self) -> tuple[list[tuple[str, int]], int]:
        """(addresses and ports that it listens on, the port that it was given in PORT)."""
        answer = asked(self._channel, ask="listening")
        return [(address, port) for address, port in answer["listening"]], int(answer["given"])

    def all_files(self) -> dict[str, Stored]:
        """The files of the project's copy and of the data folder, by their path in a container."""
        found = asked(self._channel, ask="files")["files"]
        return {path: Stored(**stored) for path, stored in found.items()}

    def files(self) -> dict[str, int]:
        """Names and sizes of the files in the data folder."""
        return {p.removeprefix("/data/"): file.size for p, file in self.all_files().items() if p.startswith("/data/")}
