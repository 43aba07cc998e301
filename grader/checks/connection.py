"""A connection to the app, by which one request after the other goes out as it stands, in one piece."""

from __future__ import annotations

import contextlib
import re
import select
import socket
from collections.abc import Mapping

from grader.checks.answers import Answer
from grader.checks.stock import Stock
from grader.checks.transport import Limits, connect, tls
from grader.server.address import Address

PORTS = {"http": 80, "https": 443}  # that a Host header leaves out
WITHOUT_BODY = ("GET", "HEAD", "DELETE", "TRACE", "OPTIONS", "CONNECT")  # others say that theirs is empty
METHOD = re.compile(r"[!-~]+")


class Connection:
    """A connection to the app, made anew where the last one has ended.

    `begin` words a request and connects, `send` sends it, `answer` reads the head of what comes; `done` says that the
    body was read. A request that was begun and whose answer nobody has read takes the connection with it.
    """

    def __init__(self, address: Address, limits: Limits, stock: Stock | None) -> None:
        self.address, self.limits, self.stock = address, limits, stock
        self.host = host_of(address)
        self.sock: socket.socket | None = None
        self.begun = ("", b"")  # the method and the request

    def _connected(self) -> socket.socket:
        sock = connect(self.address, self.limits, self.stock)
        if self.address.scheme == "https":
            return tls(self.limits, self.address.ca).wrap_socket(sock, server_hostname=self.address.host)
        return sock

    def begin(self, method: str, target: str, headers: Mapping[str, str], body: bytes | None) -> None:
        """Raises OSError, ValueError or NoAnswer, as the others do."""
        request = worded(method, target, self.host, headers, body)
        if self.sock is not None and (self.begun[0] or is_over(self.sock)):
            self.close()
        self.sock = self.sock or self._connected()
        self.begun = (method, request)

    def send(self) -> None:
        # It may have answered without reading all, and closed the connection: then that answer counts.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            if self.sock is not None:
                self.sock.sendall(self.begun[1])

    def answer(self) -> Answer:
        return Answer(self.sock, self.begun[0])

    def done(self, *, clean: bool) -> None:
        """`clean`: the connection can bring another answer."""
        self.begun = ("", b"")
        if not clean:
            self.close()

    def close(self) -> None:
        self.begun = ("", b"")
        if self.sock is not None:
            self.sock.close()
            self.sock = None


def worded(method: str, target: str, host: bytes, headers: Mapping[str, str], body: bytes | None) -> bytes:
    """The request as it goes out, in one piece. Raises ValueError for what HTTP has no way to send."""
    if not METHOD.fullmatch(method):
        raise ValueError(f"no method: {method!r}")
    names = {name.lower() for name in headers}
    parts = [f"{method} {target} HTTP/1.1\r\n".encode("ascii")]
    if "host" not in names:
        parts.append(b"Host: %b\r\n" % host)
    if body is None and "content-length" not in names and method not in WITHOUT_BODY:
        parts.append(b"Content-Length: 0\r\n")
    parts += [b"%b: %b\r\n" % (name.encode("ascii"), value.encode("latin-1")) for name, value in headers.items()]
    return b"".join([*parts, b"\r\n", body or b""])


def host_of(address: Address) -> bytes:
    """What a Host header says of it."""
    host = f"[{address.host}]" if ":" in address.host else address.host
    port = "" if address.port == PORTS.get(address.scheme) else f":{address.port}"
    return host.encode("ascii" if host.isascii() else "idna") + port.encode()


def is_over(sock: socket.socket) -> bool:
    """Whether the other end has closed a connection on which nothing is to come, or sent what nobody asked for."""
    if not hasattr(select, "poll"):  # on Windows
        return bool(select.select([sock], [], [], 0)[0])
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))
