"""Databases that no runner starts: none at all, and a server of the user's own. What a runner shares with others."""

from __future__ import annotations

import json
import secrets
import string
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from grader.errors import CourseError, ProjectError, UsageError
from grader.server.answers import Unavailable
from grader.services import SERVICES, querying, service_of
from grader.services.base import Login, Refused, Service, parse

QUERYING = Path(querying.__file__).parent  # a whole program, for the sandbox
RUN_QUERIES = "import sys; sys.path.insert(0, sys.argv[1]); from querying.program import main; main(sys.argv[2])"
QUERIES_SECONDS = 90
SANDBOXED = "grade in a container (--runner docker), where the server is the grader's"
LETTERS = string.ascii_letters + string.digits
Tables = Mapping[str, Sequence[Mapping[str, Any]]]


class NoDatabase:
    """What a server has whose app was given none."""

    kind = "none"

    def __init__(self, why: str = "this day has no database") -> None:
        self.why = why

    @property
    def env(self) -> Mapping[str, str]:
        raise Unavailable(self.why)

    @property
    def ports(self) -> frozenset[int]:
        """Those that servers of ours listen on, beside the app."""
        return frozenset()

    def another(self) -> str:
        raise Unavailable(self.why)

    def on(self, kind: str) -> str:
        raise Unavailable(f"needs {SERVICES[kind].title}: {SANDBOXED}")

    def renew(self) -> None:
        """A file went with the app's data, and a server of the user's own is never emptied."""

    def stop(self) -> None:
        raise Unavailable(self.why)

    def start(self) -> None:
        raise Unavailable(self.why)

    def tables(self) -> Tables:
        raise Unavailable(self.why)

    def run_queries(self, job: Mapping[str, Any]) -> Mapping[str, Any]:
        raise Unavailable(self.why)

    def statements(self) -> int:
        raise Unavailable("needs a database server, which counts its statements; SQLite does not")

    def close(self) -> None:
        """Nothing was made."""


class OwnServer(NoDatabase):
    """A server of the user's own, at their DATABASE_URL: used as it is, and never stopped.

    `run` is how a job of queries is run on this machine.
    """

    def __init__(self, kind: str, url: str, run: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> None:
        super().__init__(f"needs a database server that may be stopped: {SANDBOXED}")
        self.kind = kind
        self.service = SERVICES[kind]
        self.url = url
        self.place, self.login = parse(url, self.service.port)
        self.run = run
        self.made: list[str] = []

    @property
    def env(self) -> Mapping[str, str]:
        return {"DATABASE_URL": self.url}

    def another(self) -> str:
        return self.service.url(self._made(), self.place)

    def on(self, kind: str) -> str:
        return self.another() if kind == self.kind else super().on(kind)

    def _made(self) -> Login:
        """A database beside the user's, if their user may make one; it is dropped in the end."""
        assert self.service.client is not None
        name = f"backend_week_{secrets.token_hex(4)}"
        login = Login(self.login.user, self.login.password, name)
        try:
            self.service.client.make(self.place, self.login, login)
        except Refused as error:
            raise Unavailable(f"needs a second database, and the server refused one ({error}): {SANDBOXED}") from error
        self.made.append(name)
        return login

    def tables(self) -> Tables:
        return looked_at(self.service, self.place, self.login)

    def statements(self) -> int:
        return counted(self.service, self.place, self.login)

    def run_queries(self, job: Mapping[str, Any]) -> Mapping[str, Any]:
        server = {"host": self.place.host, "port": self.place.port, **vars(self._made())}
        return self.run({**job, "server": server})

    def close(self) -> None:
        assert self.service.client is not None
        for name in self.made:
            try:
                self.service.client.drop(self.place, self.login, name)
            except Refused:
                continue  # its name says whose it was


def own_server(kind: str, url: str, run: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> OwnServer:
    """The user's own server. Raises UsageError where DATABASE_URL names none of that kind."""
    service = service_of(url)
    title = SERVICES[kind].title
    if not url or service is None:
        words = f"this day's app is to use {title}, and without a container the grader starts no server"
    elif service.name != kind:
        words = f"this day's app is to use {title}, and DATABASE_URL names {service.title}"
    else:
        try:
            return OwnServer(kind, url, run)
        except ValueError as error:
            words = f"DATABASE_URL is no address of a {title} database: {error}"
    example = SERVICES[kind].url(Login("user", "password", "name"))
    cure = f"Name yours (export DATABASE_URL={example}), use --database sqlite, or --runner docker."
    raise UsageError(words, cure)


def looked_at(service: Service, place: Any, login: Login) -> Tables:
    """All rows of a server's database. Raises Unavailable where it does not answer."""
    assert service.client is not None
    try:
        return service.client.tables(place, login)
    except Refused as error:
        raise Unavailable(f"needs to look into the app's database, which refused: {error}") from error


def counted(service: Service, place: Any, login: Login) -> int:
    """How many statements a server has run. Raises Unavailable where it does not say."""
    assert service.client is not None
    try:
        return service.client.statements(place, login)
    except Refused as error:
        raise Unavailable(f"needs the database server's count of statements, which it refused: {error}") from error


def stored(found: Tables | None) -> Tables:
    """What was found in a file. Raises ProjectError where that was too much to be told."""
    if found is None:
        raise ProjectError("the database holds more than can be looked at")
    return found


def password() -> str:
    """A password for one run, of letters and digits alone: it stands in URLs, scripts and SQL."""
    return "".join(secrets.choice(LETTERS) for _ in range(24))


def told(text: str, what: str) -> Any:
    """What a program of ours in a sandbox printed. Raises CourseError for what is no JSON: it has failed."""
    try:
        return json.loads(text)
    except ValueError as error:
        last = (text.strip().splitlines() or ["nothing"])[-1]
        raise CourseError(f"{what} gave no result: {last[:300]}") from error
