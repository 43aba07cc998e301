"""One client of an app: its connection and its cookies. What is sent goes out as it stands, to the one app alone."""

from __future__ import annotations

import contextlib
import http.client
import select
import socket
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from urllib.parse import quote, urlsplit

import requests
from requests.cookies import RequestsCookieJar, extract_cookies_to_jar, get_cookie_header, merge_cookies
from requests.structures import CaseInsensitiveDict
from requests.utils import check_header_validity

from grader.checks.answers import Answer
from grader.checks.stock import Stock
from grader.checks.transport import Limits, connect, tls
from grader.server.address import Address

LARGEST = 4 << 20  # bytes of an answer
AS_IT_STANDS = "".join(map(chr, range(33, 127)))  # what a request line bears
WITHOUT_BODY = ("GET", "HEAD", "DELETE", "TRACE", "OPTIONS", "CONNECT")  # others say that theirs is empty
# What curl sends, so that an app can't tell a check from its author's own requests: no encoding is asked for.
HEADERS = {"User-Agent": "curl/8.5.0", "Accept": "*/*"}


class Connection(http.client.HTTPConnection):
    """A connection to the app, made anew where the last one has ended."""

    response_class = Answer

    def __init__(self, address: Address, limits: Limits, stock: Stock | None) -> None:
        super().__init__(address.host, address.port)
        self.address, self.limits, self.stock = address, limits, stock
        self.secure = address.scheme == "https"
        self.default_port = http.client.HTTPS_PORT if self.secure else http.client.HTTP_PORT

    def connect(self) -> None:
        self.sock: socket.socket = connect(self.address, self.limits, self.stock)
        if self.secure:
            self.sock = tls(self.limits, self.address.ca).wrap_socket(self.sock, server_hostname=self.address.host)

    def ask(self, method: str, target: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """Sends a request; its answer with the head read."""
        if self.sock is not None and is_over(self.sock):
            self.close()
        names = {name.lower() for name in headers}
        self.putrequest(method, target, skip_host="host" in names, skip_accept_encoding=True)
        if body is None and "content-length" not in names and method.upper() not in WITHOUT_BODY:
            self.putheader("Content-Length", "0")
        for name, value in headers.items():
            self.putheader(name, value)
        # It may have answered without reading all, and closed the connection: then that answer counts.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.endheaders(body)
        answer = self.getresponse()
        assert isinstance(answer, Answer)
        return answer


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
        self.cookies = RequestsCookieJar()
        self.new_connection: Callable[[], Connection] = lambda: Connection(address, limits, stock)
        self.connection = self.new_connection()

    def headers(self, method: str, target: str, given: Mapping[str, str], body: bytes | None) -> Mapping[str, str]:
        """All that is sent. Raises ValueError for what is no header."""
        headers: CaseInsensitiveDict[str] = CaseInsensitiveDict(HEADERS)
        for name, value in given.items():
            check_header_validity((name, value))
            headers[name] = value
        if len(self.cookies):
            request = requests.Request(method, self.base + target, headers=dict(headers))
            kept = merge_cookies(RequestsCookieJar(), self.cookies)  # type: ignore[no-untyped-call]
            if cookie := get_cookie_header(kept, request):  # type: ignore[no-untyped-call]
                headers["Cookie"] = cookie
        if body:
            headers["Content-Length"] = str(len(body))
        elif body is None:
            headers.pop("Content-Length", None)
        elif method.upper() not in ("GET", "HEAD"):
            headers.setdefault("Content-Length", "0")
        return headers

    def line(self, target: str) -> str:
        """The target as it goes out: as it stands, but for what no request line bears."""
        return quote(self.folder + target.partition("#")[0], safe=AS_IT_STANDS)

    def send(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes | None
    ) -> tuple[int, CaseInsensitiveDict[str], bytes]:
        """Status, headers and body of the answer. Raises OSError, ValueError or HTTPException, whatever went wrong."""
        try:
            answer = self.connection.ask(method.upper(), self.line(target), headers, body)
            found = joined(answer)
            if "Set-Cookie" in found:
                request = requests.Request(method, self.base + target, headers=dict(headers))
                extract_cookies_to_jar(self.cookies, request, SimpleNamespace(_original_response=answer))  # type: ignore[no-untyped-call]
            content, clean = answer.body(LARGEST)
            answer.close()
        except BaseException:
            self.close()
            raise
        if not clean:
            self.connection.close()
        return answer.status, found, content

    def close(self) -> None:
        """Ends the connection; the next request makes a new one."""
        self.connection.close()
        self.connection = self.new_connection()  # the old one may still hold half a request


def joined(answer: Answer) -> CaseInsensitiveDict[str]:
    """An answer's headers; several of one name as one, as RFC 9110, 5.3 has it."""
    found: CaseInsensitiveDict[str] = CaseInsensitiveDict()
    for name, value in answer.getheaders():
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found
