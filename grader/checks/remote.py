"""Fixtures' thin clients: each asks the process that holds the app, over the channel."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from grader.checks.channel import Channel
from grader.checks.values import Miss
from grader.project import Production
from grader.server import Address, Ending, Stored, SuiteResult, SuiteRun, Unavailable

OWN = "own"  # the run of a suite against the learner's own app
Variables = Mapping[str, str | None] | None


def asked(channel: Channel, **question: Any) -> dict[str, Any]:
    """An answer, or what it stands for: Unavailable, or the learner's app that did not come up again."""
    answer = channel.ask(**question)
    if "unavailable" in answer:
        raise Unavailable(answer["unavailable"])
    if "miss" in answer:
        raise Miss(str(answer.get("expected", "the app to start again and answer")), answer["miss"])
    return answer


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


class LearnersFiles:
    """The project as its files: what stands in them, not what they do."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def paths(self) -> list[str]:
        """The paths of all its files."""
        return list(asked(self._channel, ask="paths")["paths"])

    def text(self, path: str) -> str:
        """A file's text. Raises Miss where there is no such file (or one of more than 256 KiB)."""
        found = asked(self._channel, ask="text", path=path)["text"]
        if found is None:
            raise Miss(f"a file {path} in the project", "none")
        return str(found)

    def declared(self) -> list[str]:
        """The packages that requirements.txt, pyproject.toml or package.json names, in small letters."""
        return list(asked(self._channel, ask="declared")["declared"])

    def track(self) -> str:
        """flask, express or django."""
        return str(asked(self._channel, ask="declared")["track"])

    def routes(self) -> tuple[list[str], list[str]]:
        """(files that start the server, other files that hold routes)."""
        answer = asked(self._channel, ask="routes")
        return list(answer["starts"]), list(answer["elsewhere"])

    def ignored(self, *paths: str) -> list[str]:
        """Those of the paths that the project's .gitignore keeps out of Git."""
        return list(asked(self._channel, ask="ignored", paths=paths)["ignored"])


class Logs:
    """What the app printed."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def mark(self) -> float:
        return time.time()

    def since(self, mark: float, stream: str = "") -> str:
        """What came after the mark on that stream (`stdout`, `stderr`), or on both."""
        return str(asked(self._channel, ask="logs", since=mark, stream=stream)["text"])


class LearnersTests:
    """The learner's own tests and how they fared against each of the course's servers."""

    def __init__(self, channel: Channel, exercise: str) -> None:
        answer = asked(channel, ask="suite", exercise=exercise)
        self.result = SuiteResult(tuple(answer["found"]), tuple(SuiteRun(**run) for run in answer["runs"]))

    @property
    def found(self) -> list[str]:
        return list(self.result.found)

    @property
    def own(self) -> list[SuiteRun]:
        """The runs against the learner's own app."""
        return [run for run in self.result.runs if run.fault == OWN]

    @property
    def right(self) -> list[SuiteRun]:
        """The runs against the server without a fault."""
        return [run for run in self.result.runs if run.fault == "none"]

    def fault(self, name: str) -> SuiteRun:
        """The run against the server with this fault."""
        return next(run for run in self.result.runs if run.fault == name)
