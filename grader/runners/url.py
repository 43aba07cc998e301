"""The runner for a server that runs already: it only sends requests, and can start, stop or look into nothing."""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from grader.checks.answers import NoAnswer
from grader.checks.session import Session
from grader.checks.transport import Limits, connect
from grader.errors import ProjectError, UsageError
from grader.model import Suite
from grader.project import Project
from grader.runners.databases import NoDatabase
from grader.runners.mailboxes import NoMailbox
from grader.server.address import Address
from grader.server.answers import Ending, Facts, Line, Stored, SuiteResult, Unavailable
from grader.server.options import DEFAULT, Launch, Options, Progress

CONNECT_SECONDS = 5.0
OWN = "grade the project itself, without --url"


class UrlServer:
    """Somebody else's process. `fresh` is false: others may have talked to it."""

    fresh = False
    database = NoDatabase(f"needs the app's database: {OWN}")
    mailbox = NoMailbox(f"needs a mail server beside the app: {OWN}")

    def __init__(self, address: Address) -> None:
        self.address = address
        self.shown = address.base_url
        self.about = Facts()

    def kill(self) -> None:
        raise Unavailable(f"needs to end the app: {OWN}")

    def stop(self) -> int:
        raise Unavailable(f"needs to stop the app: {OWN}")

    def start(self, launch: Launch = DEFAULT) -> None:
        raise Unavailable(f"needs to start the app: {OWN}")

    def second(self, launch: Launch = DEFAULT) -> Address:
        raise Unavailable(f"needs a second instance of the app: {OWN}")

    def end_by_itself(self, launch: Launch, seconds: float) -> Ending | None:
        raise Unavailable(f"needs to start the app: {OWN}")

    def end_others(self) -> None:
        """Nothing was started."""

    def ended(self) -> str:
        return ""

    def limits_met(self) -> Sequence[str]:
        return ()

    given_port = 0

    def listening(self) -> Sequence[tuple[str, int]]:
        raise Unavailable(f"needs to look at the app's ports: {OWN}")

    def output(self) -> Sequence[Line]:
        return ()

    def files(self) -> Mapping[str, Stored]:
        raise Unavailable(f"needs to look at the app's files: {OWN}")

    def renew(self, project: Project) -> None:
        raise Unavailable(f"needs a server that the grader starts: {OWN}")

    def try_suite(self, suite: Suite, seed: int) -> SuiteResult:
        raise Unavailable(f"needs the project's own tests: {OWN}")

    def browse(self, step: Mapping[str, Any]) -> Mapping[str, Any]:
        raise Unavailable(f"needs a browser beside the app: {OWN}")


class UrlRunner:
    """Grades a server at an address."""

    name = "url"

    def ahead(self, options: Options, progress: Progress) -> contextlib.AbstractContextManager[None]:
        """Nothing takes long enough."""
        return contextlib.nullcontext()

    @contextlib.contextmanager
    def serve(self, project: Project, options: Options, progress: Progress) -> Iterator[UrlServer]:
        address = first_that_answers(options)
        server = UrlServer(address)
        server.about.facts["server"] = address.base_url
        yield server


def first_that_answers(options: Options) -> Address:
    """The address, pinned to the first of its host's places where something answers."""
    base = options.url.rstrip("/")
    port = Address(base).port
    places = [Address(base, gate=f"{place}:{port}", ca=options.ca) for place in options.at]
    places = places or [Address(base, ca=options.ca)]
    for place in places[:-1]:
        with contextlib.suppress(ProjectError):
            knock(place, options.start_timeout / len(places))
            return place
    knock(places[-1], options.start_timeout / len(places))
    return places[-1]


def pinned(options: Options) -> Address:
    """The address, pinned to the first of its host's places that takes a connection, else to the first."""
    base = options.url.rstrip("/")
    places = [Address(base, gate=f"{place}:{Address(base).port}", ca=options.ca) for place in options.at]
    for place in places:
        with contextlib.suppress(OSError), connect(place, Limits(CONNECT_SECONDS, 1)):
            return place
    return places[0] if places else Address(base, ca=options.ca)


def knock(address: Address, seconds: float) -> None:
    """One exchange, whatever the status. Raises ProjectError when nothing answers there."""
    made = Session(address, Limits(seconds, 1 << 20))
    try:
        made.begin("GET", "/health", made.headers("GET", "/health", {}, None), None)
        made.send()
        made.connection.answer()
    except (OSError, ValueError, NoAnswer) as error:
        if isinstance(error, ssl.SSLCertVerificationError):
            words = f"the certificate of {address.base_url} is not good: {error.verify_message}"
            cure = "Is it of an authority of your own? Then name that one's file: --ca FILE"
            raise ProjectError(words, cure) from error
        raise ProjectError(
            f"nothing answers at {address.base_url}: {type(error).__name__}",
            f"Is the server running? Try: curl -i {address.base_url}/health",
        ) from error
    finally:
        made.close()


def checked(url: str) -> str:
    """An address that may be graded. Raises UsageError: http or https, with a host, without user and password."""
    try:
        parts = urlsplit(url)
        fine = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc and parts.port != 0
    except ValueError:  # brackets, or a port that is none
        fine = False
    if not fine or parts.query or parts.fragment:
        raise UsageError(f"'{url}' is no address of a server", "It looks like http://127.0.0.1:8080")
    return url
