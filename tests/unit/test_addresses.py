"""Which addresses may be graded by `--url`, and how an address is read."""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path

import pytest
from hostile import says, serving, whole

from grader import addresses
from grader.addresses import graded_address
from grader.checks.api import Api
from grader.checks.exchange import Patience
from grader.errors import ProjectError, UsageError
from grader.project import Dependencies, Project
from grader.runners.url import UrlRunner, UrlServer, checked
from grader.server.address import Address
from grader.server.answers import Unavailable
from grader.server.options import Options

NO_PROJECT = Project(Path("/"), "", "", Dependencies("python"))


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Host names and what they lead to; nobody else is asked."""
    known: dict[str, list[str]] = {}

    def look_up(host: str, *_: object, **__: object) -> list[object]:
        if host not in known:
            raise socket.gaierror(-2, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0)) for address in known[host]]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return known


@pytest.mark.parametrize("address", ["8.8.8.8", "127.0.0.1", "127.9.9.9", "::1", "2606:4700::1111", "::ffff:127.0.0.1"])
def test_public_and_loopback(names, address):
    """Both may be named."""
    names["app.example"] = [address]
    assert graded_address("http://app.example:8080", False) == ("http://app.example:8080", (address,))


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "fe80::1",
        "fd00::1",
        "::",
        "::ffff:10.0.0.1",
        "2002:a00:1::1",
        "224.0.0.1",
        "ff02::1",
    ],
)
def test_private(names, address):
    """Only when asked for, also where one of several addresses is private."""
    names["app.example"] = ["8.8.8.8", address]
    with pytest.raises(UsageError, match="app.example is in a private network") as caught:
        graded_address("https://app.example", False)
    assert "--allow-private" in caught.value.remedy
    assert graded_address("https://app.example", True) == ("https://app.example", ("8.8.8.8", address))


def test_unknown(names):
    """A host that nobody knows is wrong use."""
    with pytest.raises(UsageError, match="the host nowhere.example in --url is unknown"):
        graded_address("http://nowhere.example", False)


def test_a_look_up_has_an_end(monkeypatch):
    """A name server that never answers is told within seconds."""
    forever = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [forever.wait(20)][:0])
    monkeypatch.setattr(addresses, "LOOK_UP_SECONDS", 0.2)
    began = time.monotonic()
    with pytest.raises(UsageError, match=r"the host slow.example in --url could not be looked up within 0\.2 s"):
        graded_address("http://slow.example", False)
    assert time.monotonic() - began < 3
    forever.set()


def test_a_name_is_looked_up_once(names, monkeypatch):
    """Case 18: a name that leads elsewhere the second time is asked where it led the first time, by its own name."""
    heads: list[bytes] = []

    def answer(client: socket.socket, head: bytes) -> None:
        heads.append(head)
        client.sendall(whole(b"ok"))

    with serving(answer) as port:
        names.update({"app.example": ["127.0.0.1"], "127.0.0.1": ["127.0.0.1"]})
        url, at = graded_address(f"http://app.example:{port}", False)
        names["app.example"] = ["169.254.169.254"]
        monkeypatch.setattr(socket, "getaddrinfo", with_ports(socket.getaddrinfo))
        with UrlRunner().serve(NO_PROJECT, Options(5, url=url, at=at), lambda _: None) as server:
            api = Api(server.address, server.shown, [], Patience())
            assert api.get("/x").text == "ok"
            api.session.close()
    assert len(heads) == 2
    assert all(f"Host: app.example:{port}\r\n".encode() in head for head in heads)


def with_ports(look_up):
    """The fixture's look-up for whoever wants to connect."""

    def found(host, port, *_, **__):
        return [(*entry[:4], (entry[4][0], int(port))) for entry in look_up(host)]

    return found


def test_the_first_place_that_answers():
    """A name with several addresses, as localhost has, is asked where something listens."""
    with serving(says(whole(b"ok"))) as port:
        options = Options(5, url=f"http://localhost:{port}/", at=("127.0.0.2", "::1", "127.0.0.1"))
        with UrlRunner().serve(NO_PROJECT, options, lambda _: None) as server:
            assert server.address == Address(f"http://localhost:{port}", gate=f"127.0.0.1:{port}")
            assert server.about.facts["server"] == f"http://localhost:{port}"
    gone = UrlRunner().serve(NO_PROJECT, options, lambda _: None)
    with pytest.raises(ProjectError, match=f"nothing answers at http://localhost:{port}: ConnectionRefusedError"), gone:
        pass


@pytest.mark.parametrize("url", [f"http://{'a' * 64}.example", "http://a..b", "http://xn--.example\u2024"])
def test_names_that_are_none(url):
    """A name that can't be one is no traceback."""
    with pytest.raises(UsageError):
        graded_address(url, False)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com",
        "example.com:8080",
        "//example.com",
        "ftp://example.com",
        "file:///etc/passwd",
        "http://",
        "http://:8080",
        "http://[broken",
        "http://example.com:port",
        "http://example.com:99999",
        "http://example.com:0",
        "http://user@example.com",
        "http://user:pass@example.com",
        "http://:pass@example.com",
        "http://example.com/?a=b",
        "http://example.com/#a",
    ],
)
def test_no_address(url):
    """What is no server's address is wrong use, with an example of one."""
    with pytest.raises(UsageError, match="is no address of a server") as caught:
        checked(url)
    assert "http://127.0.0.1:8080" in caught.value.remedy


@pytest.mark.parametrize(
    ("url", "scheme", "host", "port"),
    [
        ("http://127.0.0.1:8080", "http", "127.0.0.1", 8080),
        ("http://example.com", "http", "example.com", 80),
        ("https://example.com/base", "https", "example.com", 443),
        ("http://[::1]:5000", "http", "::1", 5000),
    ],
)
def test_parts(url, scheme, host, port):
    """Scheme, host and port of an address."""
    address = Address(checked(url))
    assert (address.scheme, address.host, address.port) == (scheme, host, port)


def test_somebody_elses_server():
    """It can be asked, and nothing else: no start, no stop, no files; and nobody vouches that it is fresh."""
    server = UrlServer(Address("http://127.0.0.1:8080"))
    assert server.fresh is False and server.ended() == "" and list(server.output()) == []
    for attempt in (server.kill, server.stop, server.files, lambda: server.start({}), lambda: server.second({})):
        with pytest.raises(Unavailable, match="without --url"):
            attempt()
    assert UrlRunner().name == "url" and Options().url == ""


def test_a_project_may_not_name_this_machine(names):
    """A file that came with a project leads to public addresses alone."""
    names["local.example"] = ["127.0.0.1"]
    with pytest.raises(UsageError, match="which is this machine"):
        graded_address("http://local.example", False, loopback=False)
    names["app.example"] = ["8.8.8.8"]
    assert graded_address("https://app.example", False, loopback=False)[1] == ("8.8.8.8",)
