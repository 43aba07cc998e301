"""One client of an app: its connection and its cookies. What is sent goes out as it stands, to the one app alone."""

from __future__ import annotations

import contextlib
import re
import select
import socket
from collections.abc import Callable, Mapping
from http.cookiejar import CookieJar
from urllib.parse import quote, urlsplit

from grader.checks.answers import Answer
from grader.checks.cookies import kept_from, sent_to
from grader.checks.headers import Headers
from grader.checks.stock import Stock
from grader.checks.transport import Limits, connect, tls
from grader.server.address import Address

LARGEST = 4 << 20  # bytes of an answer
AS_IT_STANDS = "".join(map(chr, range(33, 127)))  # what a request line bears
PORTS = {"http": 80, "https": 443}  # that a Host header leaves out
WITHOUT_BODY = ("GET", "HEAD", "DELETE", "TRACE", "OPTIONS", "CONNECT")  # others say that theirs is empty
METHOD, NAME, VALUE = re.compile(r"[!-~]+"), re.compile(r"[^:\s][^:\r\n]*"), re.compile(r"(?:\S[^\r\n]*)?")
# What curl sends, so that an app can't tell a check from its author's own requests: no encoding is asked for.
HEADERS = {"user-agent": ("User-Agent", "curl/8.5.0"), "accept": ("Accept", "*/*")}


class Connection:
    """A connection to the app, made anew where the last one has ended."""

    def __init__(self, address: Address, limits: Limits, stock: Stock | None) -> None:
        self.address, self.limits, self.stock = address, limits, stock
        self.host = host_of(address)
        self.sock: socket.socket | None = None

    def _connected(self) -> socket.socket:
        sock = connect(self.address, self.limits, self.stock)
        if self.address.scheme == "https":
            return tls(self.limits, self.address.ca).wrap_socket(sock, server_hostname=self.address.host)
        return sock

    def ask(self, method: str, target: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """Sends a request; its answer with the head read. Raises OSError, ValueError or HTTPException."""
        request = worded(method, target, self.host, headers, body)
        if self.sock is not None and is_over(self.sock):
            self.close()
        self.sock = sock = self.sock or self._connected()
        # It may have answered without reading all, and closed the connection: then that answer counts.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            sock.sendall(request)
        return Answer(sock, method)

    def close(self) -> None:
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


class Session:
    """A connection and a cookie jar. `stock`: of sockets, for whoever connects again and again."""

    def __init__(self, address: Address, limits: Limits, stock: Stock | None = None) -> None:
        self.base = address.base_url.rstrip("/")
        self.folder = urlsplit(self.base).path
        self.cookies = CookieJar()
        self.new_connection: Callable[[], Connection] = lambda: Connection(address, limits, stock)
        self.connection = self.new_connection()

    def headers(self, method: str, target: str, given: Mapping[str, str], body: bytes | None) -> dict[str, str]:
        """All that is sent. Raises ValueError for what is no header."""
        headers = dict(HEADERS)
        for name, value in given.items():
            if not (NAME.fullmatch(name) and VALUE.fullmatch(value)):
                raise ValueError(f"no header: {name!r}: {value!r}")
            headers[name.lower()] = (name, value)
        if "cookie" not in headers and (cookie := sent_to(self.cookies, self.base + target, given)):
            headers["cookie"] = ("Cookie", cookie)
        if body:
            headers["content-length"] = ("Content-Length", str(len(body)))
        elif body is None:
            headers.pop("content-length", None)
        elif method.upper() not in ("GET", "HEAD"):
            headers.setdefault("content-length", ("Content-Length", "0"))
        return dict(headers.values())

    def line(self, target: str) -> str:
        """The target as it goes out: as it stands, but for what no request line bears."""
        return quote(self.folder + target.partition("#")[0], safe=AS_IT_STANDS)

    def send(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes | None
    ) -> tuple[int, Headers, bytes]:
        """Status, headers and body of the answer. Raises OSError, ValueError or HTTPException, whatever went wrong."""
        try:
            answer = self.connection.ask(method.upper(), self.line(target), headers, body)
            if "Set-Cookie" in answer.headers:
                kept_from(self.cookies, answer.pairs, self.base + target, headers)
            content, clean = answer.body(LARGEST)
        except BaseException:
            self.close()
            raise
        if not clean:
            self.connection.close()
        return answer.status, answer.headers, content

    def close(self) -> None:
        """Ends the connection; the next request makes a new one."""
        self.connection.close()
        self.connection = self.new_connection()  # the old one may still hold half a request
