"""Waits until an app answers, and says exactly why one doesn't.

Ready means that an HTTP exchange took place: a published port accepts connections before anybody listens behind it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Protocol

from grader.checks.transport import Limits, connect
from grader.errors import ProjectError
from grader.project import Project
from grader.server.address import Address
from grader.server.answers import Line

POLL = 0.005
LOOK_EVERY = 0.05
ELSEWHERE_AFTER = 0.25
ELSEWHERE_SECONDS = 1.0  # what listens there may be no server of pages, and the one on the right port may come yet
HEAD, TAIL = 1500, 2500  # characters: a cause stands first, or last


class Starting(Protocol):
    """An app that was just started."""

    port: int

    def address_at(self, port: int) -> Address:
        """Where that port of it can be reached."""

    def ended(self) -> str:
        """Why it no longer runs; empty while it does."""

    def listening(self) -> list[tuple[str, int]]:
        """Addresses and ports that it listens on."""

    def limits_met(self) -> Sequence[str]:
        """Limits of its sandbox that it has met, in words."""

    def output(self) -> Sequence[Line]: ...


def wait(app: Starting, project: Project, seconds: float) -> tuple[Address, list[str]]:
    """The address that answers, and notices for the learner. Raises ProjectError: stopped, silent, garbage."""
    deadline = time.monotonic() + seconds
    address, port, said = app.address_at(app.port), app.port, "refused"
    look_at, refused_since = time.monotonic() + LOOK_EVERY, time.monotonic()
    while time.monotonic() < deadline:
        left = deadline - time.monotonic()
        said = exchange(address, left if port == app.port else min(left, ELSEWHERE_SECONDS))
        if said == "answered":
            return address, notices(app, port)
        now = time.monotonic()
        if now > look_at:
            look_at = now + LOOK_EVERY
            if words := app.ended():
                raise stopped(words, text_of(app), project)
            others = sorted({p for _, p in app.listening()})
            if app.port in others or not others:
                refused_since = now
                port, address = app.port, app.address_at(app.port)
            elif now - refused_since > ELSEWHERE_AFTER:
                port = others[0]
                address = app.address_at(port)
        time.sleep(POLL)
    if said == "refused" and app.port in {p for _, p in app.listening()}:
        said = "closed"
    raise too_late(said, seconds, text_of(app), project, app.limits_met())


def exchange(address: Address, seconds: float) -> str:
    """One GET /health: `answered`, `refused`, `silent` (nothing came in time) or `garbage` (no HTTP)."""
    limits = Limits(max(seconds, 0.05), 1 << 20)
    try:
        with connect(address, limits) as sock:
            sock.sendall(
                f"GET /health HTTP/1.1\r\nHost: {address.host}:{address.port}\r\nConnection: close\r\n\r\n".encode()
            )
            answer = read_head(sock)
    except TimeoutError:
        return "silent"
    except OSError:
        return "refused"
    if not answer:
        return "refused"
    return "answered" if answer.startswith(b"HTTP/") else "garbage"


def read_head(sock: object) -> bytes:
    """What came up to the end of the headers."""
    buffer = bytearray(8192)
    head = b""
    while b"\r\n\r\n" not in head and len(head) < 1 << 16:
        count = sock.recv_into(buffer)  # type: ignore[attr-defined]  # a BoundedSocket
        if not count:
            break
        head += bytes(buffer[:count])
        if len(head) >= 5 and not head.startswith(b"HTTP/"):
            break
    return head


def notices(app: Starting, port: int) -> list[str]:
    """What to change in an app that answers, but not where it should."""
    addresses = {address for address, p in app.listening() if p == port}
    cure = "it must listen on 0.0.0.0 and the port in the variable PORT to be reachable when it is deployed"
    if port != app.port:
        return [f"your app listens on port {port}, not on $PORT ({app.port}): graded all the same; {cure}"]
    if addresses and addresses <= {"127.0.0.1", "::1"}:
        return [f"your app listens on {min(addresses)} alone: graded all the same; {cure}"]
    return []


def text_of(app: Starting) -> str:
    """What it printed; of much the two ends."""
    text = "".join(line.text for line in app.output())
    left_out = len(text) - HEAD - TAIL
    return text if left_out <= 0 else f"{text[:HEAD]}\n… {left_out} characters left out …\n{text[-TAIL:]}"


def stopped(words: str, log: str, project: Project) -> ProjectError:
    """It ended before it answered."""
    from grader.diagnosis import explain  # all that it can tell takes its time, and most apps start

    finding = explain(log, project)
    if finding is not None:
        return ProjectError(f"your app stopped by itself ({words}): {finding.cause}", finding.cure, log=log)
    remedy = f"Start it yourself and read what it says: PORT=8080 {project.start}"
    return ProjectError(f"your app stopped by itself ({words}) before it answered", remedy, log=log)


def too_late(said: str, seconds: float, log: str, project: Project, met: Sequence[str] = ()) -> ProjectError:
    """It runs, but has not answered."""
    from grader.diagnosis import explain

    if said == "silent":
        words = f"your app accepts connections, but did not answer GET /health within {seconds:g} s"
        remedy = "Look for what never returns in that route, or in what runs before every request."
    elif said == "closed":
        words = "your app accepts connections and closes them without an answer"
        remedy = "Start a web server on that port, and read what it printed."
    elif said == "garbage":
        words = "your app answers, but not with HTTP"
        remedy = "Start a web server: Flask's app.run, Express' app.listen, Django's runserver."
    else:
        words = f"your app is still starting after {seconds:g} s: it listens on no port yet"
        remedy = "Does it wait for something before it listens? A slow start gets more time with --start-timeout 60."
    finding = explain(log, project)
    if met:
        words, remedy = f"{words}; {met[0]}", "Look for what starts or takes more and more without end."
    elif finding is not None:
        words, remedy = f"{words}: {finding.cause}", finding.cure
    return ProjectError(words, remedy, log=log)
