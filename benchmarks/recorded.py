"""What checks send, written down once and sent again with nothing round it: the floor's requests are the product's.

A tap stands between the checks and the app while a right solution is graded; `replay` then sends the same bytes over
as many connections as they came over, and reads each answer to its end, by plain sockets.
"""

from __future__ import annotations

import re
import select
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from grader.checks.transport import Limits, connect
from grader.server.address import Address

Talk = list[bytes]  # the requests of one connection
SECONDS = 10.0
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
BODILESS = (b" 1", b" 204", b" 304")


@dataclass
class Tap:
    """A unix socket that leads to an app; what came by is in `talks`."""

    path: str
    talks: list[Talk] = field(default_factory=list)

    @property
    def requests(self) -> int:
        return sum(map(len, self.talks))


@contextmanager
def tapped(address: Address) -> Iterator[Tap]:
    """A tap on an app, for the time of the block."""
    with tempfile.TemporaryDirectory(prefix="bw-tap-") as home, socket.socket(socket.AF_UNIX) as server:
        tap = Tap(str(Path(home) / "tap"))
        server.bind(tap.path)
        server.listen(128)
        threading.Thread(target=_accept, args=(server, address, tap), daemon=True).start()
        yield tap
        server.shutdown(socket.SHUT_RDWR)


def _accept(server: socket.socket, address: Address, tap: Tap) -> None:
    with suppress(OSError):
        while True:
            client, _ = server.accept()
            talk: Talk = []
            tap.talks.append(talk)
            threading.Thread(target=_copy, args=(client, address, talk), daemon=True).start()


def _copy(client: socket.socket, address: Address, talk: Talk) -> None:
    """Both ways until one end closes. What comes after an answer is another request."""
    answered = True
    with suppress(OSError), client, connect(address, Limits(3600, 1 << 40)) as app:
        while True:
            for sock in select.select([client, app], [], [])[0]:
                data = sock.recv(1 << 16)
                if not data:
                    return
                if sock is client:
                    if answered:
                        talk.append(b"")
                    talk[-1] += data
                else:
                    client.sendall(data)
                answered = sock is app
                if sock is client:
                    app.sendall(data)


def opened(target: str | tuple[str, int]) -> socket.socket:
    """A connection to a unix socket's path, or to a host and a port."""
    sock = socket.socket(socket.AF_UNIX if isinstance(target, str) else socket.AF_INET)
    sock.settimeout(SECONDS)
    try:
        sock.connect(target)
        if not isinstance(target, str):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        sock.close()
        raise
    return sock


def until_ready(target: str | tuple[str, int], seconds: float = 30.0) -> None:
    """Until an HTTP exchange has taken place."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(OSError), opened(target) as sock:
            sock.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            if sock.recv(1 << 16).startswith(b"HTTP/"):
                return
        time.sleep(0.002)
    raise TimeoutError(f"nothing answers at {target}")


def replay(target: str | tuple[str, int], talks: list[Talk]) -> None:
    """The same requests once more, over as many connections."""
    for talk in talks:
        with opened(target) as sock:
            for request in talk:
                sock.sendall(request)
                read(sock, request)


def read(sock: socket.socket, request: bytes) -> bytes:
    """One answer, and not a byte more is waited for."""
    data = _more(sock, b"")
    while b"\r\n\r\n" not in data:
        data = _more(sock, data)
    head, _, body = data.partition(b"\r\n\r\n")
    if request.startswith(b"HEAD ") or head[8:].startswith(BODILESS):
        return data
    if length := LENGTH.search(head):
        while len(body) < int(length[1]):
            body = _more(sock, body)
    elif CHUNKED.search(head):
        while not body.endswith(b"0\r\n\r\n"):
            body = _more(sock, body)
    else:
        with suppress(EOFError):
            while True:
                body = _more(sock, body)
    return body


def _more(sock: socket.socket, data: bytes) -> bytes:
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1) if sock.family == socket.AF_INET else None
    more = sock.recv(1 << 16)
    if not more:
        raise EOFError("the app has closed the connection")
    return data + more
