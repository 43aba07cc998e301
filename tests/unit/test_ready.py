"""Waiting for an app: the first answer, and in words why there is none."""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hostile import says, serving, whole

from grader.errors import ProjectError
from grader.project import Dependencies, Project
from grader.runners import ready
from grader.server.address import Address
from grader.server.answers import Line


class App:
    """An app that was just started, as a runner describes it."""

    def __init__(self, port: int, listening: Sequence[tuple[str, int]] = (), ended: str = "", log: str = "") -> None:
        self.port = port
        self.found = list(listening)
        self.reason = ended
        self.log = log

    def address_at(self, port: int) -> Address:
        return Address(f"http://127.0.0.1:{port}")

    def ended(self) -> str:
        return self.reason

    def listening(self) -> list[tuple[str, int]]:
        return self.found

    def limits_met(self) -> Sequence[str]:
        return []

    def output(self) -> Sequence[Line]:
        return [Line(0.0, self.log)]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path, "flask", "python app.py", Dependencies("python"))


@pytest.fixture
def nobody() -> int:
    """A port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("status", ["200 OK", "404 Not Found", "500 Internal Server Error", "301 Moved"])
def test_any_status_is_an_answer(project, status):
    """Ready means that an HTTP exchange took place, not that there is a /health."""
    heads: list[bytes] = []

    def answer(client: socket.socket, head: bytes) -> None:
        heads.append(head)
        client.sendall(whole(b"", status=status))

    with serving(answer) as port:
        address, notices = ready.wait(App(port, [("0.0.0.0", port)]), project, 10)
    assert address.port == port and notices == []
    assert heads[0].startswith(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1:")


def test_an_app_that_starts_late(project, nobody):
    """It is asked again and again until it listens."""
    app = App(nobody)
    asked = 0

    def address_at(port: int) -> Address:
        return Address(f"http://127.0.0.1:{port}")

    app.address_at = address_at  # type: ignore[method-assign]
    original = ready.exchange

    def exchange(address: Address, seconds: float) -> str:
        nonlocal asked
        asked += 1
        return original(address, seconds) if asked < 20 else "answered"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ready, "exchange", exchange)
        assert ready.wait(app, project, 20)[0].port == nobody
    assert asked == 20


@pytest.mark.parametrize("listening", [["127.0.0.1"], ["::1"], ["127.0.0.1", "::1"]])
def test_loopback_alone(project, listening):
    """Graded all the same, with a notice."""
    with serving(says(whole(b""))) as port:
        _, notices = ready.wait(App(port, [(address, port) for address in listening]), project, 10)
    assert len(notices) == 1 and "alone: graded all the same" in notices[0] and "0.0.0.0" in notices[0]


def test_another_port(project, nobody):
    """An app that ignores $PORT is found where it listens, with a notice."""
    with serving(says(whole(b""))) as port:
        address, notices = ready.wait(App(nobody, [("0.0.0.0", port)]), project, 10)
    assert address.port == port
    assert f"your app listens on port {port}, not on $PORT ({nobody})" in notices[0]


def test_an_app_that_stops(project, nobody):
    """At once, with its last lines and what to do."""
    began = time.monotonic()
    with pytest.raises(ProjectError, match=r"your app stopped by itself \(exit code 3\) before it answered") as caught:
        ready.wait(App(nobody, ended="exit code 3", log="the beginning" + "x" * 9000 + "the end"), project, 30)
    assert time.monotonic() - began < 10
    assert caught.value.log.startswith("the beginning") and "… 5020 characters left out …" in caught.value.log
    assert caught.value.log.endswith("the end") and len(caught.value.log) < ready.HEAD + ready.TAIL + 50
    assert caught.value.remedy == "Start it yourself and read what it says: PORT=8080 python app.py"
    assert caught.value.exit_code == 3


def test_never_listens(project, nobody):
    """The words name the time, and how to give more."""
    with pytest.raises(ProjectError, match=r"still starting after 0\.3 s: it listens on no port yet") as caught:
        ready.wait(App(nobody), project, 0.3)
    assert "--start-timeout" in caught.value.remedy


def test_never_answers(project):
    """Accepts, and says nothing."""
    with serving(lambda *_: time.sleep(1)) as port, pytest.raises(ProjectError, match="did not answer GET /health"):
        ready.wait(App(port, [("0.0.0.0", port)]), project, 0.3)


@pytest.mark.parametrize("answer", [b"220 mail.example ESMTP\r\n", b"\x00" * 20, b"<html>hello</html>"])
def test_no_http(project, answer):
    """Some other server."""
    with serving(says(answer, close=True)) as port, pytest.raises(ProjectError, match="answers, but not with HTTP"):
        ready.wait(App(port, [("0.0.0.0", port)]), project, 0.3)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (says(whole(b"")), "answered"),
        (says(b"HTTP/1.1 200 OK\r\nA: " + b"x" * 200_000, close=True), "answered"),
        (says(b"hello", close=True), "garbage"),
        (says(close=True), "refused"),
        (lambda *_: time.sleep(1), "silent"),
    ],
)
def test_exchange(answer, verdict):
    """One exchange, bounded in time and size."""
    with serving(answer) as port:
        assert ready.exchange(Address(f"http://127.0.0.1:{port}"), 0.3) == verdict


def test_exchange_with_a_flood():
    """Headers without end are given up."""

    def flood(client: socket.socket, _: bytes) -> None:
        client.sendall(b"HTTP/1.1 200 OK\r\n")
        for _ in range(5000):
            client.sendall(b"A: b\r\n" * 1000)

    with serving(flood) as port:
        assert ready.exchange(Address(f"http://127.0.0.1:{port}"), 5) == "answered"
