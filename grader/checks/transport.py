"""Bounded sockets: every exchange has a deadline, a limit of bytes, and no way to anywhere but the app.

HTTP clients take a timeout for a single read; an app that sends a byte a second keeps them busy for ever. Here the
socket itself knows the exchange's deadline and how many bytes it may still bring.
"""

from __future__ import annotations

import contextlib
import socket
import time
from typing import TYPE_CHECKING, Any

from grader.checks.stock import MANY, Stock, asked_for
from grader.server.address import Address

if TYPE_CHECKING:
    import ssl

__all__ = ["Limits", "TooLarge", "connect", "tls"]
QUICKACK: int = getattr(socket, "TCP_QUICKACK", 0)  # Linux has it


class TooLarge(OSError):  # noqa: N818  # an outcome of an exchange
    """The answer was longer than an answer may be."""


class Limits:
    """What one exchange may take: seconds in all, and bytes. `begin()` winds both up again."""

    def __init__(self, seconds: float, size: int) -> None:
        self.seconds = seconds
        self.size = size
        self.begin()

    def begin(self) -> float:
        """The time that it is."""
        now = time.monotonic()
        self.deadline = now + self.seconds
        self.left = self.size
        return now

    def remaining(self) -> float:
        """Seconds left; raises TimeoutError when there are none."""
        seconds = self.deadline - time.monotonic()
        if seconds <= 0:
            raise TimeoutError("the exchange's deadline has passed")
        return seconds


class Bounded:
    """What makes a socket keep to `limits` whatever reads it, through `recv_into`."""

    limits: Limits
    local = False  # a unix socket

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(self.limits.remaining())  # type: ignore[attr-defined]  # a socket's
        if QUICKACK and not self.local:
            # A server that sends head and body apart waits for our acknowledgement in between: 40 ms by default.
            self.setsockopt(socket.IPPROTO_TCP, QUICKACK, 1)  # type: ignore[attr-defined]
        count: int = super().recv_into(*args, **kwargs)  # type: ignore[misc]
        self.limits.left -= count
        if self.limits.left < 0:
            raise TooLarge("the answer is too large")
        return count

    def sendall(self, *args: Any, **kwargs: Any) -> None:
        self.settimeout(self.limits.remaining())  # type: ignore[attr-defined]
        super().sendall(*args, **kwargs)  # type: ignore[misc]


class BoundedSocket(Bounded, socket.socket):
    """A plain socket with limits."""


def tls(limits: Limits, ca: str = "") -> ssl.SSLContext:
    """TLS with a checked certificate over sockets with limits: by the system's authorities and those of `certifi`.

    `ca`: a file with an authority to be trusted besides.
    """
    import ssl

    from requests.utils import DEFAULT_CA_BUNDLE_PATH

    context = ssl.create_default_context()
    context.load_verify_locations(DEFAULT_CA_BUNDLE_PATH)
    if ca:
        context.load_verify_locations(ca)
    context.sslsocket_class = type("BoundedTls", (Bounded, ssl.SSLSocket), {"limits": limits})
    return context


def connect(address: Address, limits: Limits, stock: Stock | None = None) -> BoundedSocket:
    """A connected socket to the app: a unix socket's path, else host and port of the address.

    `stock`: of sockets, for whoever connects again and again.
    """
    if address.hands:
        return handed(address.socket, limits, stock)
    if address.socket:
        sock = BoundedSocket(socket.AF_UNIX, socket.SOCK_STREAM)
        sock.local = True
        target: Any = address.socket
    else:
        host, port = address.gate.rsplit(":", 1) if address.gate else (address.host, address.port)
        family, kind, proto, _, target = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        sock = BoundedSocket(family, kind, proto)
    sock.limits = limits
    try:
        sock.settimeout(limits.remaining())
        sock.connect(target)
        if not address.socket:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if address.route:
            sock.sendall(address.route.encode() + b"\n")
    except BaseException:
        sock.close()
        raise
    return sock


def handed(door: str, limits: Limits, stock: Stock | None) -> BoundedSocket:
    """A connection by a socket of the app's own network."""
    if stock is None:
        return _anew(door, limits, None)
    known = _known(door, limits, stock)
    if known is not None:
        return known
    if not stock.asking.acquire(timeout=limits.remaining()):
        raise TimeoutError("others of the crowd are still asking for sockets")
    try:
        return _known(door, limits, stock) or _anew(door, limits, stock)  # somebody may just have asked
    finally:
        stock.asking.release()


def _known(door: str, limits: Limits, stock: Stock) -> BoundedSocket | None:
    """One that is in stock, connected: it may lead to a port that the app has left."""
    known = stock.take(door)
    if known is not None:
        with contextlib.suppress(ConnectionRefusedError):
            return _joined(*known, limits)
    return None


def _anew(door: str, limits: Limits, stock: Stock | None) -> BoundedSocket:
    """One of those that the door gives now; the others are kept in stock."""
    found = asked_for(door, limits.remaining(), MANY if stock is not None else 1)
    try:
        try:
            return _joined(found.port, found.numbers.pop(), limits)
        except ConnectionRefusedError:
            with contextlib.suppress(OSError, IndexError):  # where there is no ::1, nobody listens there either
                return _joined(found.port, found.six.pop(), limits)
            raise
    finally:
        if stock is not None:
            stock.keep(door, found)
        else:
            found.close()


def _joined(port: int, number: int, limits: Limits) -> BoundedSocket:
    """That socket, connected with the port on its own loopback interface."""
    sock = BoundedSocket(fileno=number)
    sock.limits = limits
    try:
        sock.settimeout(limits.remaining())
        sock.connect(("127.0.0.1" if sock.family == socket.AF_INET else "::1", port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        sock.close()
        raise
    return sock
