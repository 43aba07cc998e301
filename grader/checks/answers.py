"""Reads one HTTP/1 answer strictly: what is cut off or reads two ways is no answer.

`http.client` forgives: a head that ends in the middle is a head to it, and a body may have two lengths; and its parser
for mail takes longer than all the rest. Here the head is read and judged first, and the body is taken as it came:
nothing is ever decompressed.
"""

from __future__ import annotations

import io
import re
import socket
import time
from typing import Any

from grader.checks.headers import Headers
from grader.checks.transport import TooLarge

Pairs = list[tuple[str, str]]

LONGEST_LINE = 16 << 10  # bytes; as much as common servers accept themselves
LONGEST_HEAD = 64 << 10
MOST_HEADERS = 100
AFTERWARDS = 0.25  # seconds that a server has to end the connection after an answer without a body

STATUS = re.compile(rb"HTTP/1\.[01] [1-9][0-9][0-9](?: [^\x00-\x08\x0a-\x1f\x7f]*)?")
NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
VALUE = re.compile(rb"[\t -~]*")
LENGTH = re.compile(r"[0-9]{1,18}")
CHUNK = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?")
# A whole head as nearly all are; whatever is not like this is looked at line by line.
PLAIN = re.compile(
    STATUS.pattern.replace(b"[1-9]", b"[2-9]", 1)
    + rb"\r\n(?:"
    + NAME.pattern
    + rb":"
    + VALUE.pattern
    + rb"\r\n){0,%d}\r\n" % MOST_HEADERS
)


class NoAnswer(Exception):  # noqa: N818  # an outcome of an exchange, as the next two are
    """What came is no whole, proper answer."""


class BrokenOff(NoAnswer):
    """The connection ended before a whole answer had come."""


class Unreadable(NoAnswer):
    """An answer that is no proper HTTP; the text says what is wrong with it."""


class Lines(io.BufferedReader):
    """A stream whose lines are whole: the end of the stream within one is an error."""

    def line(self) -> bytes:
        """The next line without its end. Raises BrokenOff where the stream ends before."""
        found = self.readline(LONGEST_LINE + 1)
        if len(found) > LONGEST_LINE:
            raise Unreadable(f"a line of more than {LONGEST_LINE >> 10} KiB in its head")
        if not found.endswith(b"\n"):
            raise BrokenOff(f"within a line, after {told(found)}")
        return found[:-2] if found.endswith(b"\r\n") else found[:-1]


def read_head(stream: Lines) -> tuple[bytes, Pairs]:
    """Status line and headers of the final answer; those that only say that it is coming are left out."""
    there = stream.peek(1)
    if not there:
        raise BrokenOff("the connection was closed without an answer")
    plain = PLAIN.match(there)
    head = stream.read(plain.end())[:-4].split(b"\r\n") if plain else read_lines(stream)
    pairs = [pair_of(header) for header in head[1:]]
    judge_framing(pairs)
    return head[0], pairs


def pair_of(header: bytes) -> tuple[str, str]:
    """Its name and its value."""
    name, _, value = header.decode("latin-1").partition(":")
    return name, value.strip(" \t")


def read_lines(stream: Lines) -> list[bytes]:
    """The same, line by line. Raises Unreadable for what is no head."""
    while True:
        head = [status := stream.line()]
        if not STATUS.fullmatch(status):
            raise Unreadable(f"a status line that reads {told(status)}")
        size = 0
        while line := stream.line():
            head.append(line)
            size += len(line)
            if len(head) > MOST_HEADERS + 1:
                raise Unreadable(f"more than {MOST_HEADERS} headers")
            if size > LONGEST_HEAD:
                raise Unreadable(f"more than {LONGEST_HEAD >> 10} KiB of headers")
        judge(head[1:])
        if not status[9:12].startswith(b"1") or status[9:12] == b"101":
            return head


def judge(headers: list[bytes]) -> None:
    """Raises Unreadable for a header that is none."""
    for header in headers:
        name, colon, value = header.partition(b":")
        if header[:1] in (b" ", b"\t"):
            raise Unreadable("a header that goes on in a second line")
        if not colon or not NAME.fullmatch(name):
            raise Unreadable(f"a header that reads {told(header)}")
        if not VALUE.fullmatch(value):
            raise Unreadable(f"a header {name[:40].decode()} with a character that is not plain ASCII")


def judge_framing(pairs: Pairs) -> None:
    """Raises Unreadable unless there is one way at most to tell where the body ends."""
    named = [(name.lower(), value) for name, value in pairs]
    codings = [value for name, value in named if name == "transfer-encoding"]
    lengths = {part.strip() for name, value in named if name == "content-length" for part in value.split(",")}
    for length in lengths:
        if not LENGTH.fullmatch(length):
            raise Unreadable(f"a Content-Length that reads {told(length.encode())}")
    if len(lengths) > 1:
        raise Unreadable("two different Content-Length headers")
    if codings and lengths:
        raise Unreadable("both a Content-Length and a Transfer-Encoding header")
    if codings and [coding.lower() for coding in codings] != ["chunked"]:
        raise Unreadable(f"a Transfer-Encoding that reads {told(', '.join(codings).encode())}")


def told(raw: bytes) -> str:
    """Bytes of an answer within a sentence."""
    return repr(raw[:60].decode("latin-1")) + ("…" if len(raw) > 60 else "")


class Answer:
    """An answer to a request that was sent over a socket with limits. `body()` is its body as it came.

    `pairs`: its headers one by one. Raises OSError or NoAnswer where no whole head comes.
    """

    def __init__(self, sock: Any, method: str) -> None:
        self.sock = sock
        self.method = method
        self.stream = Lines(socket.SocketIO(sock, "rb"))
        status, self.pairs = read_head(self.stream)
        self.status = int(status[9:12])
        self.headers = Headers(self.pairs)
        self.chunked = self.headers.get("Transfer-Encoding", "").lower() == "chunked"
        length = self.headers.get("Content-Length")
        self.length = None if length is None else int(length.partition(",")[0])
        said = self.headers.get("Connection", "").lower()
        ends = "keep-alive" not in said if status.startswith(b"HTTP/1.0") else "close" in said
        self.will_close = ends or (self.length is None and not self.chunked)

    def body(self, largest: int) -> tuple[bytes, bool]:
        """The body, and whether the connection can bring another answer. Raises TooLarge, OSError, NoAnswer.

        What follows an answer to HEAD, a 204 or a 304 counts as its body: there may be none.
        """
        if self.method == "HEAD" or self.status in (204, 304):
            return self._afterwards(), False
        if self.chunked:
            found = self._chunks(largest)
        elif self.length is None:
            found = self._some(largest + 1, exactly=False)
        elif self.length > largest:
            raise TooLarge("the body is too large")
        else:
            found = self._some(self.length, exactly=True)
        if len(found) > largest:
            raise TooLarge("the body is too large")
        return found, not (self.will_close or self._more())

    def _some(self, size: int, *, exactly: bool) -> bytes:
        found = bytearray()
        while len(found) < size:
            piece = self.stream.read1(min(size - len(found), 64 << 10))
            if not piece and exactly:
                raise BrokenOff(f"{size - len(found)} bytes before its end")
            if not piece:
                break
            found += piece
        return bytes(found)

    def _chunks(self, largest: int) -> bytes:
        found = bytearray()
        while True:
            line = self.stream.line()
            size = CHUNK.fullmatch(line)
            if size is None:
                raise Unreadable(f"a chunk whose size reads {told(line)}")
            if int(size[1], 16) == 0:
                break
            if len(found) + int(size[1], 16) > largest:
                raise TooLarge("the body is too large")
            found += self._some(int(size[1], 16), exactly=True)
            if self.stream.line():
                raise Unreadable("a chunk that is longer than it says")
        for _ in range(MOST_HEADERS + 1):
            if not self.stream.line():
                return bytes(found)
        raise Unreadable(f"more than {MOST_HEADERS} headers after its body")

    def _more(self) -> bool:
        """Whether bytes came that no request has asked for. Never waits: the deadline is over for this look."""
        self.sock.limits.deadline = 0.0
        try:
            return bool(self.stream.peek(1))
        except OSError:
            return False

    def _afterwards(self) -> bytes:
        """The first bytes after an answer that ends with its head.

        No time tells "nothing comes" from "nothing has come yet". So the server is told that nothing more will be
        asked: it ends the connection once all that it has to say is said. One that leaves it open has had its say
        after a quarter of a second.
        """
        limits = self.sock.limits
        limits.deadline = min(limits.deadline, time.monotonic() + AFTERWARDS)
        try:
            socket.socket.shutdown(self.sock, socket.SHUT_WR)  # a TLS socket's own would end the decryption, too
            return bytes(self.stream.peek(1))
        except OSError:
            return b""
