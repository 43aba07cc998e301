"""Bounded HTTP: every exchange has a deadline, a limit of bytes, and no way to anywhere but the app.

`requests` takes a timeout for a single read; an app that sends a byte a second keeps it busy for ever. Here the
socket itself knows the exchange's deadline and how many bytes it may still bring.
"""

from __future__ import annotations

import re
import socket
import ssl
import time
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import SKIP_HEADER

from grader.checks.answers import Answer, TooLarge
from grader.server.address import Address

__all__ = ["Limits", "TooLarge", "connect", "session"]
QUICKACK: int = getattr(socket, "TCP_QUICKACK", 0)  # Linux has it


class Limits:
    """What one exchange may take: seconds in all, and bytes. `begin()` winds both up again."""

    def __init__(self, seconds: float, size: int) -> None:
        self.seconds = seconds
        self.size = size
        self.begin()

    def begin(self) -> None:
        self.deadline = time.monotonic() + self.seconds
        self.left = self.size

    def remaining(self) -> float:
        """Seconds left; raises TimeoutError when there are none."""
        seconds = self.deadline - time.monotonic()
        if seconds <= 0:
            raise TimeoutError("the exchange's deadline has passed")
        return seconds


class Bounded:
    """What makes a socket keep to `limits` whatever reads it: http.client reads through `recv_into`."""

    limits: Limits

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(self.limits.remaining())  # type: ignore[attr-defined]  # a socket's
        if QUICKACK and self.family != socket.AF_UNIX:  # type: ignore[attr-defined]
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
    """TLS with a checked certificate over sockets with limits: requests adds the authorities that it knows.

    `ca`: a file with an authority to be trusted besides.
    """
    context = ssl.create_default_context()
    if ca:
        context.load_verify_locations(ca)
    context.sslsocket_class = type("BoundedTls", (Bounded, ssl.SSLSocket), {"limits": limits})
    return context


def connect(address: Address, limits: Limits) -> BoundedSocket:
    """A connected socket to the app: a unix socket's path, else host and port of the address."""
    if address.socket:
        sock = BoundedSocket(socket.AF_UNIX, socket.SOCK_STREAM)
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


class BoundedAdapter(HTTPAdapter):
    """Sends whatever `requests` prepared to the one address it was made for."""

    def __init__(self, address: Address, limits: Limits) -> None:
        super().__init__(max_retries=0)

        adapter = self

        class Plain(HTTPConnection):
            response_class = Answer

            def _new_conn(self) -> socket.socket:
                return connect(address, limits)

            def putrequest(self, method: str, url: str, *args: Any, **kwargs: Any) -> None:
                super().putrequest(method, adapter.target or url, *args, **kwargs)

        class Tls(Plain, HTTPSConnection):
            pass

        class Pool(HTTPConnectionPool):
            ConnectionCls = Plain

        class TlsPool(HTTPSConnectionPool):
            ConnectionCls = Tls

        def pool() -> HTTPConnectionPool:
            if address.scheme == "https":
                context = tls(limits, address.ca)
                return TlsPool(address.host, address.port, maxsize=1, block=False, ssl_context=context)
            return Pool(address.host, address.port, maxsize=1, block=False)

        self.target = ""
        self.new_pool = pool
        self.pool = pool()

    def request_url(self, request: requests.PreparedRequest, *args: Any) -> str:
        """Also keeps the target as it stands: urllib3 would mend a broken escape. Empty where it can't be sent."""
        found = re.fullmatch(r"[a-z]+://[^/*]*([/*][!-~]*)", (request.url or "").partition("#")[0])
        self.target = found[1] if found else ""
        return super().request_url(request, *args)

    def get_connection_with_tls_context(self, *_: Any, **__: Any) -> Any:
        return self.pool

    def close(self) -> None:
        """Closes the connection; the next request makes a new one, which a pool that was closed would not."""
        self.pool.close()
        self.pool = self.new_pool()
        super().close()


class Session(requests.Session):
    """A session that looks at no Location: `requests` reads and inflates a redirect's body even if not to follow it."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        return None


def session(address: Address, limits: Limits) -> requests.Session:
    """A session with its own cookie jar and connection, blind to the environment's proxies and .netrc."""
    made = Session()
    made.trust_env = False
    made.headers.clear()
    # What curl sends, so that an app can't tell a check from its author's own requests: no encoding is asked for.
    made.headers.update({"User-Agent": "curl/8.5.0", "Accept": "*/*", "Accept-Encoding": SKIP_HEADER})
    made.mount(f"{address.scheme}://", BoundedAdapter(address, limits))
    return made
