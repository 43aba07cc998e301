"""The port of `grade serve`: what comes through, half-closed and broken connections, who waits for whom."""

from __future__ import annotations

import contextlib
import errno
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.errors import MachineError, UsageError
from grader.forwarding import Forwarder, claim, forwarder, joining
from grader.forwarding.ports import refused
from grader.server.address import Address

App = Callable[[socket.socket], None]
SOON = 10  # seconds that a test waits at most


@contextlib.contextmanager
def app_of(behave: App, path: Path | None = None, host: str = "127.0.0.1") -> Iterator[Address]:
    """A server that does that with each connection, on a unix socket if there is a path."""
    family = socket.AF_UNIX if path else socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as server:
        server.bind(str(path) if path else (host, 0))
        server.listen(16)

        def one(client: socket.socket) -> None:
            with contextlib.suppress(OSError), client:
                behave(client)

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    threading.Thread(target=one, args=(server.accept()[0],), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        name = f"[{host}]" if ":" in host else host
        yield Address("http://x", socket=str(path)) if path else Address(f"http://{name}:{server.getsockname()[1]}")
        with contextlib.suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def through(address: Address) -> Iterator[Callable[[], socket.socket]]:
    """Connections to a forwarder that leads there."""
    with claim(0) as listening, contextlib.ExitStack() as stack:
        made = stack.enter_context(Forwarder(listening, address))
        yield lambda: stack.enter_context(socket.create_connection(listening.getsockname(), timeout=SOON))
    assert not made.thread.is_alive()


def everything(sock: socket.socket) -> bytes:
    """All that comes until the other side has ended."""
    return b"".join(iter(lambda: sock.recv(1 << 16), b""))


def says_back(client: socket.socket) -> None:
    """Reads all, then sends it back."""
    client.sendall(everything(client))


@pytest.mark.parametrize("kind", ["unix", "tcp", "tcp6"])
def test_what_comes_through(kind: str, tmp_path: Path) -> None:
    """Every byte, both ways, of many connections at once; whoever has said all still hears the answer."""
    where = {"path": tmp_path / "app.sock"} if kind == "unix" else {"host": "::1" if kind == "tcp6" else "127.0.0.1"}
    data = bytes(range(256)) * 4000
    with app_of(says_back, **where) as address, through(address) as connect:  # type: ignore[arg-type]
        clients = [connect() for _ in range(5)]
        for number, client in enumerate(clients):
            client.sendall(data + bytes([number]))
            client.shutdown(socket.SHUT_WR)
        assert [everything(client) for client in clients] == [data + bytes([number]) for number in range(5)]


def test_a_relay_behind_a_gate() -> None:
    """The route is said first, in a line of its own."""
    with app_of(says_back) as there:
        address = Address("http://127.0.0.1:8080", gate=f"127.0.0.1:{there.port}", route="token app.sock")
        with through(address) as connect:
            client = connect()
            client.sendall(b"GET /")
            client.shutdown(socket.SHUT_WR)
            assert everything(client) == b"token app.sock\nGET /"


def test_who_connects_early_waits() -> None:
    """The port is ours before the app answers: a request that comes meanwhile is answered, not refused."""
    with claim(0) as listening, socket.create_connection(listening.getsockname(), timeout=SOON) as client:
        client.sendall(b"early")
        client.shutdown(socket.SHUT_WR)
        with app_of(says_back) as address, Forwarder(listening, address):
            assert everything(client) == b"early"


@pytest.mark.parametrize("kind", ["unix", "tcp"])
def test_an_answer_to_half_a_request(kind: str, tmp_path: Path) -> None:
    """An app may refuse a large body without reading it: its answer arrives while the client still sends."""
    answer = b"HTTP/1.1 413 Too Large\r\n\r\n"

    def refuse(client: socket.socket) -> None:
        client.recv(10)
        client.sendall(answer)
        client.shutdown(socket.SHUT_WR)
        time.sleep(0.5)

    path = tmp_path / "app.sock" if kind == "unix" else None
    with app_of(refuse, path) as address, through(address) as connect:
        client = connect()
        with contextlib.suppress(OSError):
            client.sendall(b"x" * (1 << 20))
        assert client.recv(100) == answer


def test_one_that_breaks_off() -> None:
    """An app that resets a connection does not look like one that has ended it."""

    def break_off(client: socket.socket) -> None:
        client.recv(10)
        client.sendall(b"half an ans")
        time.sleep(0.2)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    with app_of(break_off) as address, through(address) as connect:
        client = connect()
        client.sendall(b"go")
        assert client.recv(100) == b"half an ans"
        with pytest.raises(ConnectionResetError):
            client.recv(100)


def test_a_client_that_is_gone() -> None:
    """The app hears of it, also in the middle of an answer."""
    heard = threading.Event()

    def endless(client: socket.socket) -> None:
        try:
            while True:
                client.sendall(b"x" * 1000)
        finally:
            heard.set()

    with app_of(endless) as address, through(address) as connect:
        client = connect()
        client.recv(10)
        client.close()
        assert heard.wait(SOON)


def test_nobody_fills_our_memory() -> None:
    """Whoever sends waits for whoever reads: only what fits into the system's buffers is under way."""
    sent = [0]

    def flood(client: socket.socket) -> None:
        client.settimeout(1)
        while True:
            sent[0] += client.send(b"x" * 65536)

    with app_of(flood) as address, through(address) as connect:
        client = connect()
        client.recv(1)
        time.sleep(0.5)
        first = sent[0]
        time.sleep(0.3)
        assert sent[0] == first < 64 << 20


def test_who_is_too_many_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection more than there may be is served when another one has ended."""
    monkeypatch.setattr(forwarder, "MOST", 2)

    def greet(client: socket.socket) -> None:
        client.sendall(b"hello")
        client.recv(1)

    with app_of(greet) as address, through(address) as connect:
        first, second, third = connect(), connect(), connect()
        assert first.recv(5) == second.recv(5) == b"hello"
        third.settimeout(0.3)
        with pytest.raises(TimeoutError):
            third.recv(5)
        first.close()
        third.settimeout(SOON)
        assert third.recv(5) == b"hello"


def test_where_nothing_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection on which nothing moves for long is ended; one on which something does is not."""
    monkeypatch.setattr(joining, "IDLE", 0.4)

    def drip(client: socket.socket) -> None:
        for _ in range(6):
            time.sleep(0.2)
            client.sendall(b".")
        time.sleep(SOON)

    with app_of(drip) as address, through(address) as connect:
        assert everything(connect()) == b"......"


@pytest.mark.parametrize("kind", ["unix", "tcp"])
def test_an_app_that_is_not_there(kind: str, tmp_path: Path) -> None:
    """The connection ends at once, and the next one is tried anew."""
    address = Address("http://x", socket=str(tmp_path / "none")) if kind == "unix" else Address("http://127.0.0.1:1")
    with through(address) as connect:
        assert everything(connect()) == b""
        assert everything(connect()) == b""


def test_the_end_of_all() -> None:
    """When the block is left every connection ends, also one that says nothing, and nobody listens any more."""
    with app_of(lambda client: time.sleep(SOON)) as address:
        with through(address) as connect:
            client = connect()
            place = client.getpeername()
            spare = client.dup()
            time.sleep(0.1)
        spare.settimeout(SOON)
        assert spare.recv(1) == b""
        spare.close()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(place, timeout=SOON)


def test_the_port_is_for_this_machine_alone() -> None:
    """It listens on loopback, and a second claim is refused with another port to take."""
    with claim(0) as listening:
        host, port = listening.getsockname()
        assert host == "127.0.0.1"
        with pytest.raises(UsageError, match=f"port {port} is in use") as caught:
            claim(port)
        assert f"--port {port + 1}" in caught.value.remedy


@pytest.mark.parametrize(
    ("port", "number", "kind", "words", "cure"),
    [
        (80, errno.EACCES, UsageError, "port 80 is for administrators", "--port 8080"),
        (65535, errno.EADDRINUSE, UsageError, "port 65535 is in use", "--port 8080"),
        (8080, errno.EMFILE, MachineError, "port 8080 can't be opened: odd", "--port 8081"),
    ],
)
def test_why_a_port_can_not_be_had(port: int, number: int, kind: type, words: str, cure: str) -> None:
    """Each with what to do."""
    error = refused(port, OSError(number, "odd"))
    assert isinstance(error, kind) and words in error.message and cure in error.remedy
