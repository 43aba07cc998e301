"""One client of an app: its connection and its cookies. What is sent goes out as it stands, to the one app alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from grader.checks.connection import Connection
from grader.checks.headers import Headers
from grader.checks.stock import Stock
from grader.checks.transport import Limits
from grader.server.address import Address

if TYPE_CHECKING:
    from http.cookiejar import CookieJar

LARGEST = 4 << 20  # bytes of an answer
AS_IT_STANDS = "".join(map(chr, range(33, 127)))  # what a request line bears
NAME, VALUE = re.compile(r"[^:\s][^:\r\n]*"), re.compile(r"(?:\S[^\r\n]*)?")
# What curl sends, so that an app can't tell a check from its author's own requests: no encoding is asked for.
HEADERS = {"user-agent": ("User-Agent", "curl/8.5.0"), "accept": ("Accept", "*/*")}


class Session:
    """A connection and a cookie jar. `stock`: of sockets, for whoever connects again and again."""

    def __init__(self, address: Address, limits: Limits, stock: Stock | None = None) -> None:
        self.base = address.base_url.rstrip("/")
        self.folder = urlsplit(self.base).path
        self.new_connection: Callable[[], Connection] = lambda: Connection(address, limits, stock)
        self.connection = self.new_connection()

    @cached_property
    def cookies(self) -> CookieJar:
        """Made when there are any: most of an app's answers set none, and the library takes its time."""
        from http.cookiejar import CookieJar

        return CookieJar()

    def headers(self, method: str, target: str, given: Mapping[str, str], body: bytes | None) -> dict[str, str]:
        """All that is sent. Raises ValueError for what is no header."""
        headers = dict(HEADERS)
        for name, value in given.items():
            if not (NAME.fullmatch(name) and VALUE.fullmatch(value)):
                raise ValueError(f"no header: {name!r}: {value!r}")
            headers[name.lower()] = (name, value)
        if "cookie" not in headers and "cookies" in vars(self):
            from grader.checks.cookies import sent_to

            if cookie := sent_to(self.cookies, self.base + target, given):
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

    def begin(self, method: str, target: str, headers: Mapping[str, str], body: bytes | None) -> None:
        """Connects, so that `send` need only send. Raises OSError, ValueError or NoAnswer, whatever went wrong."""
        try:
            self.connection.begin(method.upper(), self.line(target), headers, body)
        except BaseException:
            self.close()
            raise

    def send(self) -> None:
        """Sends what was begun. Raises as `begin` does."""
        try:
            self.connection.send()
        except BaseException:
            self.close()
            raise

    def receive(self, target: str, headers: Mapping[str, str]) -> tuple[int, Headers, bytes]:
        """Status, headers and body of the answer. Raises as `begin` does."""
        try:
            answer = self.connection.answer()
            if "Set-Cookie" in answer.headers:
                from grader.checks.cookies import kept_from

                kept_from(self.cookies, answer.pairs, self.base + target, headers)
            content, clean = answer.body(LARGEST)
        except BaseException:
            self.close()
            raise
        self.connection.done(clean=clean)
        return answer.status, answer.headers, content

    def close(self) -> None:
        """Ends the connection; the next request makes a new one."""
        self.connection.close()
        self.connection = self.new_connection()  # the old one may still hold half a request
