"""What a database service is: a value with how its server is started, how it is reached, and what can be asked of it.

To add one: a module here with one value (and its client's few functions), and a line in `SERVICES`. Servers run from an
image's own programs by a shell script of ours, as one ordinary user, on a data folder that outlives their container.
Clients' libraries are imported where they are used: they are extras.
"""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from grader.errors import MachineError

HOME = "/database"  # where a server's data volume is mounted
MOST_ROWS = 2000  # of a table that is looked at
MOST_TABLES = 200
Tables = dict[str, list[dict[str, Any]]]


class Refused(Exception):  # noqa: N818  # an answer, not a fault
    """The server answered no, or not at all; the text is the client's."""


@dataclass(frozen=True)
class Login:
    """Who asks, and which database."""

    user: str
    password: str
    database: str


@dataclass(frozen=True)
class Place:
    """Where a server can be reached from here: the path of a unix socket, else a host's port."""

    host: str = "127.0.0.1"
    port: int = 0
    socket: str = ""


@dataclass(frozen=True)
class Image:
    """Names of a server's image: the variable that chooses another, the official one, and the one that we can make."""

    variable: str
    official: str
    local: str = ""

    def names(self, chosen: str | None) -> list[str]:
        """Those that will do, the best first. `chosen`: what the variable says."""
        return [chosen] if chosen else [name for name in (self.official, self.local) if name]


@dataclass(frozen=True)
class Client:
    """What is asked of a server, by its own client. Every function raises Refused with the client's words.

    `library` is what must be importable. `ready` is a real query; `make` makes an empty database that the login's user
    owns (and the user, where there is none of that name); `tables` gives all rows of all tables; `statements` counts
    what the server has run so far for everybody but the login, give or take a constant.
    """

    library: str
    ready: Callable[[Place, Login], str]
    make: Callable[[Place, Login, Login], None]
    drop: Callable[[Place, Login, str], None]
    tables: Callable[[Place, Login], Tables]
    statements: Callable[[Place, Login], int]


@dataclass(frozen=True)
class Service:
    """A kind of database. Without a port it is a file, and has neither image nor client.

    `script` is run by `sh -c` as `user` with APP_PASSWORD and GRADER_PASSWORD in its environment; it makes the data
    folder where there is none yet, then becomes the server. `socket` is the name that the client wants for the relay's
    socket. `packages` are what the queries' sandbox installs. `schemes` are those of URLs that mean this kind.
    """

    name: str
    title: str
    schemes: tuple[str, ...]
    port: int = 0
    image: Image | None = None
    user: str = ""
    script: str = ""
    socket: str = "database.sock"
    client: Client | None = None
    packages: tuple[str, ...] = ()

    def url(self, login: Login, place: Place | None = None) -> str:
        """The address that an app is given in DATABASE_URL."""
        where = place or Place(port=self.port)
        who = f"{quote(login.user, safe='')}:{quote(login.password, safe='')}"
        return f"{self.schemes[0]}://{who}@{where.host}:{where.port}/{quote(login.database, safe='')}"


def parse(url: str, default_port: int) -> tuple[Place, Login]:
    """Place and login of somebody's own DATABASE_URL. Raises ValueError for one that names no database."""
    parts = urlsplit(url)
    database = unquote(parts.path.lstrip("/"))
    if not parts.hostname or not database:
        raise ValueError("it names no host, or no database")
    login = Login(unquote(parts.username or ""), unquote(parts.password or ""), database)
    return Place(parts.hostname, parts.port or default_port), login


def library(name: str) -> Any:
    """A client's library. Raises MachineError with how to get it."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        words = f"the library {name.partition('.')[0]}, which talks to this database, is not installed"
        raise MachineError(words, "Install the extras: pip install 'backend-week[services]'") from error


@contextlib.contextmanager
def refusals(kind: type[Exception] | tuple[type[Exception], ...]) -> Iterator[None]:
    """Turns a client's exceptions into Refused; what the connection breaks of is an OSError."""
    try:
        yield
    except (kind, OSError) as error:  # type: ignore[misc]  # a tuple in a tuple
        raise Refused(" ".join(str(error).split())[:500] or type(error).__name__) from error


def plain(value: Any) -> Any:
    """A value as JSON can say it: texts and numbers as they are, bytes as latin-1, all else as its text."""
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value).decode("latin-1")
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(inner) for inner in value]
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)
