"""Whatever bytes an app sends, an exchange is a reply or a Miss, in time; whatever JSON, its words are short."""

from __future__ import annotations

import io
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from grader.checks import ANY, ERROR, containing, number, one_of, text
from grader.checks.answers import Lines, NoAnswer, read_head
from grader.checks.api import LARGEST, Api
from grader.checks.exchange import Patience
from grader.checks.reply import Reply
from grader.checks.rest import listed
from grader.checks.values import Miss, parse_json
from grader.checks.wording import compare
from grader.server.address import Address

SECONDS = 2.0  # far more than an answer that is there takes
STABLE = settings(deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


class Speaker:
    """Says the same bytes to whoever asks, and ends the connection."""

    def __init__(self) -> None:
        self.words = b""
        self.server = socket.socket()
        self.server.bind(("127.0.0.1", 0))
        self.server.listen(64)
        threading.Thread(target=self.speak, daemon=True).start()

    def speak(self) -> None:
        while True:
            try:
                client, _ = self.server.accept()
            except OSError:
                return
            try:
                with client:
                    client.recv(65536)
                    client.sendall(self.words)
                    client.shutdown(socket.SHUT_WR)
                    client.settimeout(1)
                    while client.recv(65536):
                        pass
            except OSError:
                continue

    def end(self) -> None:
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()


@pytest.fixture(scope="module")
def speaker() -> Iterator[Speaker]:
    made = Speaker()
    yield made
    made.end()


@contextmanager
def api_of(speaker: Speaker) -> Iterator[Api]:
    address = Address(f"http://127.0.0.1:{speaker.server.getsockname()[1]}")
    made = Api(address, address.base_url, [], Patience(SECONDS))
    yield made
    made.session.close()


def asked(speaker: Speaker, words: bytes, method: str = "GET") -> Reply | None:
    """The reply, or None for a Miss; in time and within the limits, and nothing else is ever raised."""
    speaker.words = words
    began = time.monotonic()
    with api_of(speaker) as api:
        try:
            reply = api.request(method, "/x")
        except Miss as miss:
            assert len(str(miss)) < 1000
            assert len(api.record) == 1
            return None
        finally:
            assert time.monotonic() - began < SECONDS + 1
            assert api.limits.left >= -65536
    assert len(reply.content) <= LARGEST
    return reply


FRAGMENTS = st.sampled_from(
    b"HTTP/1.1 |HTTP/1.0 |HTTP/2 |"
    b"200 OK|204 No Content|100 Continue|302 Found|999|99|\r\n|\r\n\r\n|\n|\r|\0|: | |\t|;|="
    b"|Content-Length: 5|Content-Length: -5|Content-Length: 99999999999|Content-Length: 5, 6|Transfer-Encoding: chunked"
    b"|Transfer-Encoding: gzip|Connection: close|Connection: keep-alive|Content-Encoding: gzip|Content-Encoding: br"
    b"|Location: http://127.0.0.1:1/|Location: http://[|Set-Cookie: a=b; Expires=x|Set-Cookie: =;;|Content-Type: a/b"
    b"|5\r\nhello\r\n|0\r\n\r\n|-1\r\n|ffffffffffffffffffff\r\n|hello|\xff\xfe|\xc3\xa4|\x1f\x8b\x08".split(b"|")
)
ANSWERS = st.lists(FRAGMENTS | st.binary(max_size=8), max_size=24).map(b"".join)
HEADS = st.sampled_from([b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 204 No Content\r\n", b"HTTP/1.1 302 Found\r\n", b""])


@settings(STABLE, max_examples=500)
@given(start=HEADS, words=ANSWERS, method=st.sampled_from(["GET", "HEAD", "DELETE"]))
@example(
    start=b"", words=b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Expires=Thu, 99 Foo 9999999 99:99:99\r\n\r\n", method="GET"
)
def test_any_answer(speaker, start, words, method):
    """Bytes that look like HTTP here and there are a reply or a Miss."""
    asked(speaker, start + words, method)


def whole(body: bytes, chunks: list[int], form: str, extra: list[bytes]) -> bytes:
    """A proper answer that says where it ends."""
    head = b"".join([b"HTTP/1.1 200 OK\r\n", *[line + b"\r\n" for line in extra]])
    if form == "length":
        return head + b"Content-Length: %d\r\n\r\n" % len(body) + body
    pieces, rest = [], body
    for size in chunks:
        piece, rest = rest[:size], rest[size:]
        pieces += [b"%x\r\n%s\r\n" % (len(piece), piece)] if piece else []
    pieces += [b"%x\r\n%s\r\n" % (len(rest), rest)] if rest else []
    return head + b"Transfer-Encoding: chunked\r\n\r\n" + b"".join(pieces) + b"0\r\n\r\n"


EXTRA = st.sampled_from([b"A: b", b"Connection: close", b"Connection: keep-alive", b"Set-Cookie: a=b", b"Link: </a>"])


@settings(STABLE, max_examples=25)
@given(
    body=st.binary(max_size=20),
    chunks=st.lists(st.integers(1, 20), max_size=3),
    form=st.sampled_from(["length", "chunked"]),
    extra=st.lists(EXTRA, max_size=2),
)
def test_a_cut_answer_is_none(speaker, body, chunks, form, extra):
    """A proper answer comes through; cut at any point, it never does."""
    answer = whole(body, chunks, form, extra)
    reply = asked(speaker, answer)
    assert reply is not None and reply.content == body
    for end in range(len(answer)):
        assert asked(speaker, answer[:end]) is None, answer[:end]


@settings(STABLE, max_examples=300)
@given(
    body=st.binary(max_size=60) | st.text(max_size=60).map(lambda words: words.encode("utf-8", "surrogatepass")),
    media_type=st.sampled_from(["application/json", "application/json; charset=utf-16", "a/b+json", "text/html", ""]),
    coding=st.sampled_from(["", "gzip", "identity"]),
)
def test_any_body_as_json(body, media_type, coding):
    """Bytes that are read as JSON are a value or a Miss."""
    headers = {"Content-Type": media_type, "Content-Encoding": coding}
    try:
        Reply(200, headers, body).json()
    except Miss as miss:
        assert len(str(miss)) < 1000


TOKENS = st.sampled_from(
    [*'[]{},:"\\ \n', "[[", '{"a":', '"a"', "1", "-", ".5", "e9", "9" * 5000, "null", "true", "NaN"]
)


@settings(STABLE, max_examples=500)
@given(st.lists(TOKENS, max_size=40), st.integers(1, 300))
def test_any_tokens(tokens, times):
    """What looks like JSON, and much of it, is a value or a ValueError with words."""
    try:
        parse_json("".join(tokens) * times)
    except ValueError as error:
        assert 0 < len(str(error)) < 200


NUMBERS = st.integers() | st.integers(3900, 3999).map(lambda digits: 10**digits) | st.floats()
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text() | st.sampled_from(["x" * 10_000, "\ud800", "\x1b[0m"]),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.text(max_size=4) | st.sampled_from(["k" * 9000]), inner, max_size=5)
    ),
    max_leaves=15,
)
EXPECTED = JSON | st.sampled_from([ANY, ERROR, text(), number(1.5), one_of(1, "a"), containing(a=containing(b=1))])
OPERATORS = st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "is", "is not"])


def short(words: tuple[str, str]) -> None:
    assert all(isinstance(part, str) and len(part) < 600 for part in words)


@settings(STABLE, max_examples=500)
@given(JSON, EXPECTED, OPERATORS)
def test_any_comparison_can_be_told(got, expected, op):
    """Whatever was compared with whatever, the words are there, and short."""
    short(compare(op, got, expected))
    short(compare("in", got, [expected]))


LEAVES = {
    "wide": lambda leaf: [0] * 300_000 + [leaf],
    "keys": lambda leaf: {f"{number}": 0 for number in range(100_000)} | {"leaf": leaf},
    "long": lambda leaf: [f"{'x' * 2_000_000}{leaf}", leaf],
    "number": lambda leaf: [10**3999, leaf],
    "flat": lambda leaf: [[leaf]] * 90_000,
    "computed": lambda leaf: 10**9000 + (leaf == 1),
    "key": lambda leaf: {"k" * 2_000_000: {str(number): leaf for number in range(50_000)}},
}


@pytest.mark.parametrize("name", LEAVES)
@pytest.mark.parametrize("levels", [0, 90])
def test_large_answers_are_told_soon(name, levels):
    """Two large answers that differ at their end, however deep, are compared and told in seconds."""
    pair = [LEAVES[name](leaf) for leaf in (1, True)]
    for _ in range(levels):
        pair = [[value] for value in pair]
    began = time.monotonic()
    if name != "computed":
        pair = [parse_json(json.dumps(value)) for value in pair]
        assert pair[0] != pair[1]
    short(compare("==", *pair))
    short(compare("==", pair[0], {"a": 1}))
    short(compare("in", 7, [pair[0]]))
    assert time.monotonic() - began < 10


class Shop:
    """An api whose list of products has pages of other ones without end."""

    def __init__(self, page: int) -> None:
        self.page, self.asked = page, 0

    def get(self, path: str, params: dict[str, object]) -> Reply:
        self.asked += 1
        assert self.asked < 10
        items = [
            {"id": number, "category": "x"} for number in range(self.asked * self.page, (self.asked + 1) * self.page)
        ]
        body = json.dumps({"items": items, "total": 10**9}).encode()
        return Reply(200, {"Content-Type": "application/json"}, body)


@pytest.mark.parametrize(("page", "asked"), [(30_000, 1), (700, 3)])
def test_an_endless_list_is_left_soon(page, asked):
    """A list that has more products than any check makes is a miss, before each is compared with all others."""
    shop = Shop(page)
    began = time.monotonic()
    with pytest.raises(Miss, match=r"expected at most 2000 products, got an array of \d+: "):
        listed(shop, "x")
    assert shop.asked == asked
    assert time.monotonic() - began < 10


class Slowly(io.RawIOBase):
    """A stream that brings a byte at a time."""

    def __init__(self, content: bytes) -> None:
        self.content = io.BytesIO(content)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self.content.readinto(memoryview(buffer)[:1])


def head_of(stream: Lines) -> object:
    """What is read of a head, and what is left; or what is wrong with it."""
    try:
        return *read_head(stream), stream.read()
    except NoAnswer as error:
        return type(error), str(error)


@settings(STABLE, max_examples=500)
@given(start=HEADS, words=ANSWERS)
@example(start=b"HTTP/1.1 200 OK\r\n", words=b"A:b\r\nContent-Length: 1, 1\r\n\r\nx")
@example(start=b"HTTP/1.1 200 \xe4\r\n", words=b"A: b \r\n\r\n")
@example(start=b"HTTP/1.1 200\r\n", words=b"A: b\r\n" * 101 + b"\r\n")
@example(start=b"HTTP/1.1 101 Other\r\n", words=b"\r\n")
def test_a_head_at_once_and_byte_by_byte(start, words):
    """What comes in one piece is read in one; nothing else about it is another."""
    content = start + words
    assert head_of(Lines(io.BytesIO(content))) == head_of(Lines(Slowly(content)))  # type: ignore[arg-type]
