"""Whatever an app answers, an exchange ends in time: with a reply, or as a Miss in plain words."""

from __future__ import annotations

import gzip
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile import Answer, reset, says, serving, whole

from grader.checks import api as api_module
from grader.checks.api import Api
from grader.checks.exchange import HANGING_AFTER, Patience
from grader.checks.recording import Sent, curl_line
from grader.checks.reply import Reply
from grader.checks.stock import Stock
from grader.checks.transport import Limits, TooLarge, connect
from grader.checks.values import Miss
from grader.server.address import Address

SECONDS = 0.25
ENOUGH = 3.0  # far more than any of these may take, far less than the servers would go on
SHOWN = "http://127.0.0.1:8080"


@pytest.fixture(params=["tcp", "unix"])
def kind(request: pytest.FixtureRequest) -> str:
    """Both ways to an app."""
    return str(request.param)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short name: a unix socket's path may have 107 bytes."""
    made = Path(tempfile.mkdtemp(prefix="bw-"))
    yield made
    shutil.rmtree(made)


class Opened:
    """An api at a server of ours, and the record that it keeps."""

    def __init__(self, address: Address, why_gone: str = "") -> None:
        self.record: list[Sent] = []
        self.patience = Patience(SECONDS)
        self.api = Api(address, SHOWN, self.record, self.patience, lambda: why_gone)


@pytest.fixture
def ask(kind: str, folder: Path) -> Iterator[object]:
    """`ask(answer, method="GET", path="/x")` serves once and asks once; its result is the reply, or Miss is raised."""

    def once(answer: Answer, method: str = "GET", path: str = "/x", **how: object) -> Reply:
        place = folder / "app.sock" if kind == "unix" else None
        with serving(answer, place) as port:
            address = Address("http://127.0.0.1:8080", socket=str(place)) if place else at(port)
            opened = Opened(address)
            try:
                return opened.api.request(method, path, **how)  # type: ignore[arg-type]
            finally:
                opened.api.session.close()
                if place:
                    place.unlink()

    return once


def at(port: int) -> Address:
    return Address(f"http://127.0.0.1:{port}")


def endless(client: socket.socket, _: bytes) -> None:
    client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")
    for _ in range(2000):
        client.sendall(b"x" * 65536)


def endless_chunks(client: socket.socket, _: bytes) -> None:
    client.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(2000):
        client.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")


def dripping(start: bytes, drop: bytes) -> Answer:
    def answer(client: socket.socket, _: bytes) -> None:
        client.sendall(start)
        for _ in range(100):
            client.sendall(drop)
            time.sleep(0.1)

    return answer


def continuing(client: socket.socket, _: bytes) -> None:
    for _ in range(200_000):
        client.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")


def resetting(client: socket.socket, _: bytes) -> None:
    client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc")
    reset(client)


LATE = {
    "body": dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b"x"),
    "chunks": dripping(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "header": dripping(b"HTTP/1.1 200 OK\r\nX: ", b"x"),
    "headers": dripping(b"HTTP/1.1 200 OK\r\n", b"A: b\r\n"),
    "status": dripping(b"HTTP", b"/"),
    "no length": dripping(b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
    "head": dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n", b"A: b\r\n"),
    "nothing": dripping(b"", b""),
    "continue": continuing,
}
LARGE = {
    "declared": endless,
    "chunked": endless_chunks,
    "just over": says(whole(b"x" * ((4 << 20) + 1))),
    "no length": says(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * ((4 << 20) + 65536), close=True),
}
BROKEN_OFF = {
    "body": says(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc", close=True),
    "chunk": says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", close=True),
    "head": says(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n", close=True),
    "header": says(b"HTTP/1.1 200 OK\r\nContent-Le", close=True),
    "status line": says(b"HTTP/1.1 200 OK", close=True),
    "only continue": says(b"HTTP/1.1 100 Continue\r\n\r\n", close=True),
    "size of a chunk": says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0", close=True),
    "trailer": says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", close=True),
    "last chunk": says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", close=True),
    "at once": says(close=True),
    "reset": resetting,
}


def headed(*headers: bytes, rest: bytes = b"") -> Answer:
    """A 200 with these headers."""
    return says(b"\r\n".join([b"HTTP/1.1 200 OK", *headers, b"", b""]) + rest, close=True)


CHUNKED = b"Transfer-Encoding: chunked"
NOT_HTTP = {
    "status line": (says(b"HTTP/9 hello\r\n\r\n", close=True), "a status line that reads 'HTTP/9 hello'"),
    "status 99": (says(b"HTTP/1.1 99 Low\r\n\r\n", close=True), "a status line that reads 'HTTP/1.1 99 Low'"),
    "status 1000": (says(b"HTTP/1.1 1000 High\r\n\r\n", close=True), "a status line that reads 'HTTP/1.1 1000 High'"),
    "no number": (says(b"HTTP/1.1 abc OK\r\n\r\n"), "a status line that reads 'HTTP/1.1 abc OK'"),
    "HTTP/0.9": (says(b"<html>hello</html>\n", close=True), "a status line that reads '<html>hello</html>'"),
    "TLS": (says(b"\x16\x03\x01 hello\r\n", close=True), r"a status line that reads '\x16\x03\x01 hello'"),
    "negative length": (headed(b"Content-Length: -5", rest=b"hello"), "a Content-Length that reads '-5'"),
    "length in words": (headed(b"Content-Length: five", rest=b"hello"), "a Content-Length that reads 'five'"),
    "length with a line": (headed(b"Content-Length: 1_0", rest=b"x" * 10), "a Content-Length that reads '1_0'"),
    "two lengths": (headed(b"Content-Length: 5", b"Content-Length: 6"), "two different Content-Length headers"),
    "length and coding": (
        headed(b"Content-Length: 5", CHUNKED),
        "both a Content-Length and a Transfer-Encoding header",
    ),
    "other coding": (headed(b"Transfer-Encoding: gzip, chunked"), "a Transfer-Encoding that reads 'gzip, chunked'"),
    "many headers": (headed(*[b"A: b"] * 5000), "more than 100 headers"),
    "long header": (headed(b"A: " + b"b" * 200_000), "a line of more than 16 KiB in its head"),
    "long headers": (headed(*[b"A: " + b"b" * 3900] * 90), "more than 64 KiB of headers"),
    "folded": (headed(b"A: b", b" c"), "a header that goes on in a second line"),
    "NUL": (headed(b"A: b\0c"), "a header A with a character that is not plain ASCII"),
    "lone CR": (headed(b"A: b\rB: c"), "a header A with a character that is not plain ASCII"),
    "umlaut": (headed(b"A: \xc3\xa4"), "a header A with a character that is not plain ASCII"),
    "no colon": (headed(b"hello"), "a header that reads 'hello'"),
    "blank in a name": (headed(b"Content-Length : 5"), "a header that reads 'Content-Length : 5'"),
    "chunk size": (headed(CHUNKED, rest=b"zz\r\nab"), "a chunk whose size reads 'zz'"),
    "negative chunk": (headed(CHUNKED, rest=b"-1\r\nab"), "a chunk whose size reads '-1'"),
    "long chunk": (headed(CHUNKED, rest=b"1\r\nab\r\n0\r\n\r\n"), "a chunk that is longer than it says"),
    "many trailers": (
        headed(CHUNKED, rest=b"0\r\n" + b"A: b\r\n" * 5000),
        "more than 100 headers after its body",
    ),
}


@pytest.mark.parametrize("name", LATE)
def test_late(ask, name):
    """An answer that never ends, however it drips, is a miss once the exchange's time is over."""
    began = time.monotonic()
    with pytest.raises(Miss, match=r"expected an answer to GET /x, got none within 0\.25 s: it took longer than that"):
        ask(LATE[name])
    assert SECONDS * 0.9 < time.monotonic() - began < ENOUGH


def test_late_head(ask):
    """An answer to HEAD drips its headers in vain as well."""
    with pytest.raises(Miss, match="none within"):
        ask(LATE["headers"], "HEAD")


@pytest.mark.parametrize("name", LARGE)
def test_too_large(ask, name, monkeypatch):
    """An answer over the limit is a miss that names the limit, and is not read to its end."""
    monkeypatch.setattr(Patience, "__init__", lambda self, _: vars(self).update(seconds=5.0, missed=0, stock=Stock()))
    with pytest.raises(Miss, match="a response too large: more than 4 MiB"):
        ask(LARGE[name])


def test_exactly_as_large_as_allowed():
    """A body of the limit's size comes through where its headers leave room; the limit counts what is received."""
    body = b"x" * ((4 << 20) - 4096)
    with serving(says(whole(body))) as port:
        opened = Opened(at(port))
        opened.patience.seconds = 5.0
        assert opened.api.get("/").content == body
        opened.api.session.close()


@pytest.mark.parametrize("name", BROKEN_OFF)
def test_broken_off(ask, name):
    """A connection that ends within an answer is a miss, never a shorter body."""
    with pytest.raises(Miss, match="a connection that broke off before a whole answer had come"):
        ask(BROKEN_OFF[name])


@pytest.mark.parametrize("name", NOT_HTTP)
def test_not_http(ask, name):
    """What is no HTTP, or reads two ways, is a miss that says what is wrong with it."""
    answer, words = NOT_HTTP[name]
    with pytest.raises(Miss) as caught:
        ask(answer)
    assert caught.value.got == f"one that is no valid HTTP: {words}"
    assert caught.value.expected == "an answer to GET /x"


@pytest.mark.parametrize("name", ["body", "reset"])
def test_broken_off_by_a_stopped_app(name):
    """Where the app is gone, the words say why."""
    with serving(BROKEN_OFF[name]) as port:
        opened = Opened(at(port), "exit code 3")
        with pytest.raises(Miss, match=r"none: the app stopped \(exit code 3\)"):
            opened.api.get("/")
        opened.api.session.close()
    assert opened.record[0].response is None
    assert opened.record[0].error == "none: the app stopped (exit code 3)"


def test_a_request_after_one_that_broke_off():
    """The next request of the same check has a connection of its own: the app may be there again."""
    answers = iter([BROKEN_OFF["body"], lambda client, head: client.sendall(whole(b"ok"))])
    with serving(lambda client, head: next(answers)(client, head)) as port:
        opened = Opened(at(port))
        with pytest.raises(Miss):
            opened.api.get("/")
        assert opened.api.get("/").text == "ok"
        opened.api.session.close()
        opened.api.session.close()


def test_nobody_listens(folder):
    """No server: a miss in words, over TCP and over a socket that is not there."""
    with serving(says()) as port:
        pass
    for address in (at(port), Address("http://127.0.0.1:8080", socket=str(folder / "none.sock"))):
        with pytest.raises(Miss, match="no connection: nothing listens there"):
            Opened(address).api.get("/")


@pytest.mark.parametrize(
    "answer",
    [
        says(b"HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello"),
        says(b"HTTP/1.1 204 No Content\r\n\r\nhello"),
        says(b"HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
    ],
)
def test_body_of_204(ask, answer):
    """A body after a 204 is seen, so that a check can say that there may be none."""
    assert ask(answer).content != b""


@pytest.mark.parametrize("method", ["HEAD", "DELETE"])
def test_late_body_of_none(ask, method):
    """Neither is missed where it comes late: nothing tells a server that it is unseen after some milliseconds."""

    def answer(client: socket.socket, _: bytes) -> None:
        client.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
        time.sleep(0.1)
        client.sendall(b"hello")
        client.close()

    assert ask(answer, method).content == b"hello"


def test_no_body_takes_no_time(ask):
    """A server that is told that nothing more will be asked ends the connection: no time is waited."""
    began = time.monotonic()
    for _ in range(5):
        assert ask(says(b"HTTP/1.1 204 No Content\r\n\r\n"), "DELETE").content == b""
    assert time.monotonic() - began < 1.0


def test_body_of_head(ask):
    """A body after an answer to HEAD is seen as well; the declared length alone is none."""
    assert ask(says(whole(b"hello")), "HEAD").content == b"hello"
    assert ask(says(b"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello", close=True), "HEAD").content == b"hello"
    reply = ask(says(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"), "HEAD")
    assert reply.content == b"" and reply.headers["Content-Length"] == "5"


def test_redirect_is_not_followed(ask):
    """A redirect is an answer like any other."""
    reply = ask(says(whole(b"", "Location: http://192.0.2.1/secret", status="302 Found")))
    assert reply.status_code == 302


PACKED = gzip.compress(b"[" + b"0," * 100_000 + b"0]")


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "x-gzip, GZip"])
@pytest.mark.parametrize("status", ["200 OK", "302 Found"])
def test_compressed(ask, coding, status):
    """A body that came compressed though nobody asked for that is a miss that says so, with a redirect as well."""
    answer = whole(PACKED, "Location: /y", f"Content-Encoding: {coding}", "Content-Type: text/html", status=status)
    with pytest.raises(Miss) as caught:
        ask(says(answer))
    assert caught.value.expected == "an answer to GET /x as it is (Accept-Encoding: identity)"
    assert caught.value.got == f"one that is compressed with {coding.lower()}, which nobody had asked for"


def test_compressed_as_asked(ask):
    """A check that asks for gzip sees the bytes as they came, and no JSON in them."""
    answer = says(whole(PACKED, "Content-Type: application/json", "Content-Encoding: gzip"))
    reply = ask(answer, headers={"accept-encoding": "gzip"})
    assert reply.content == PACKED
    with pytest.raises(Miss) as caught:
        reply.json()
    assert caught.value.got == f"200 OK, application/json, {len(PACKED)} bytes, compressed with gzip"


def test_identity_is_no_compression(ask):
    """Nor is an empty body with a coding, as HEAD has it."""
    assert ask(says(whole(b"ok", "Content-Encoding: identity"))).text == "ok"
    assert ask(says(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Encoding: gzip\r\n\r\n"), "HEAD").content == b""


def test_many_cookies(ask):
    """A dozen of large cookies does no harm."""
    jar = [f"Set-Cookie: a{number}={'x' * 3900}; Domain=127.0.0.1" for number in range(12)]
    assert ask(says(whole(b"", *jar))).status_code == 200


def test_the_body_of_a_redirect(ask):
    """It comes through, whatever its Location is: nobody looks at that one."""
    for place in ("http://192.0.2.1/secret", "file:///etc/passwd", "http://[broken", "//", "%zz", ""):
        reply = ask(says(whole(b"moved", f"Location: {place}", status="302 Found")))
        assert (reply.status_code, reply.content, reply.headers["Location"]) == (302, b"moved", place)


def test_what_announces_an_answer_is_none(ask):
    """100, 102 and 103 only say that an answer is coming."""
    before = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    assert ask(says(before + whole(b"ok"))).text == "ok"


def test_chunks(ask):
    """A chunked body is put together; extensions and trailers are read over."""
    body = b"5;a=b\r\nhello\r\n1 \r\n!\r\n0\r\nA: b\r\n\r\n"
    assert ask(headed(CHUNKED, rest=body)).text == "hello!"


def test_an_answer_without_a_length(ask):
    """It ends with the connection."""
    assert ask(says(b"HTTP/1.0 200 OK\r\n\r\nhello", close=True)).text == "hello"


@pytest.mark.parametrize("pause", [0, 0.05])
def test_an_answer_in_advance(pause):
    """Case 30: what was sent after a whole answer is not the next request's: that one asks on a fresh connection."""
    heads: list[bytes] = []
    clients: list[socket.socket] = []

    def answer(client: socket.socket, head: bytes) -> None:
        heads.append(head)
        clients.append(client)
        own = whole(b"mine" if len(heads) == 1 else b"honest")
        client.sendall(own if pause else own + whole(b"forged"))
        time.sleep(pause)
        if pause:
            client.sendall(whole(b"forged"))

    with serving(answer) as port:
        opened, other = Opened(at(port)), Opened(at(port))
        assert opened.api.get("/1").text == "mine"
        time.sleep(pause * 3)
        assert opened.api.get("/2").text == "honest"
        assert other.api.get("/3").text == "honest"
        opened.api.session.close()
        other.api.session.close()
    assert [head.split()[1] for head in heads] == [b"/1", b"/2", b"/3"]
    assert len(set(map(id, clients))) == 3


@pytest.mark.parametrize("size", [100, 8 << 20])
def test_an_answer_while_sending(ask, size):
    """A server that refuses a large body and closes has answered, whether or not all of it was sent."""

    def refuse(client: socket.socket, _: bytes) -> None:
        client.sendall(whole(b"too large", status="413 Content Too Large"))
        client.shutdown(socket.SHUT_WR)
        time.sleep(0.05)
        client.close()

    reply = ask(refuse, "POST", data=b"x" * size)
    assert (reply.status_code, reply.text) == (413, "too large")


def test_one_connection_for_a_check():
    """Requests of a check share a connection; after one that the server closed, a new one is made."""
    heads: list[tuple[int, bytes]] = []

    def answer(client: socket.socket, head: bytes) -> None:
        heads.append((id(client), head))
        client.sendall(whole(b"ok"))
        if len(heads) == 3:
            client.close()

    with serving(answer) as port:
        opened = Opened(at(port))
        for _ in range(3):
            assert opened.api.get("/x").text == "ok"
        time.sleep(0.05)
        assert opened.api.get("/x").text == "ok"
        opened.api.session.close()
    assert len({client for client, _ in heads[:3]}) == 1
    assert heads[3][0] != heads[0][0]
    assert f"Host: 127.0.0.1:{port}\r\n".encode() in heads[0][1]
    assert b"Accept-Encoding" not in heads[0][1] and b"User-Agent: curl/" in heads[0][1]


def test_cookies_stay_with_a_check():
    """A cookie comes back within a check, and not in another one's session."""
    heads: list[bytes] = []

    def answer(client: socket.socket, head: bytes) -> None:
        heads.append(head)
        client.sendall(whole(b"", "Set-Cookie: name=value; Path=/"))

    with serving(answer) as port:
        first, second = Opened(at(port)), Opened(at(port))
        for opened in (first, first, second):
            opened.api.get("/")
        first.api.session.close()
        second.api.session.close()
    assert [b"name=value" in head for head in heads] == [False, True, False]


def test_environment_is_not_asked(monkeypatch):
    """Neither a proxy of the environment nor a .netrc changes where a request goes or what it carries."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("all_proxy", "http://127.0.0.1:9")
    with serving(says(whole(b"ok"))) as port:
        opened = Opened(at(port))
        assert opened.api.get("/").text == "ok"
        opened.api.session.close()


@pytest.mark.parametrize(
    ("target", "sent"),
    [
        ("/users/%zz", b"/users/%zz"),
        ("/a%2fb/%f0", b"/a%2fb/%f0"),
        ("/a//b/../c", b"/a//b/../c"),
        ("/a?b=%zz&c", b"/a?b=%zz&c"),
        ("/a b", b"/a%20b"),
        ("/\u00e9", b"/%C3%A9"),
        ("/a#b", b"/a"),
        ("a", b"/a"),
        ("?a=1", b"/?a=1"),
        ("*", b"*"),
    ],
)
def test_target(target, sent):
    """A target goes out as it is written, also a broken escape; only what can't be sent is escaped."""
    heads: list[bytes] = []

    def answer(client: socket.socket, head: bytes) -> None:
        heads.append(head)
        client.sendall(whole(b""))

    with serving(answer) as port:
        opened = Opened(at(port))
        opened.api.options(target)
        opened.api.session.close()
    assert heads[0].split(b"\r\n")[0] == b"OPTIONS " + sent + b" HTTP/1.1"


def test_a_target_smuggles_nothing():
    """A line break in an address (from a learner's Location, say) becomes no header."""
    heads: list[bytes] = []

    def answer(client: socket.socket, head: bytes) -> None:
        heads.append(head)
        client.sendall(whole(b""))

    with serving(answer) as port:
        opened = Opened(at(port))
        opened.api.get("/a\r\nX-Evil: 1")
        opened.api.session.close()
    assert b"\r\nX-Evil" not in heads[0]


@pytest.mark.parametrize("base", ["", "http://127.0.0.1:{port}", SHOWN])
def test_own_authority(base):
    """An absolute address with the app's authority, or the one that the learner is shown, leads to the app."""
    with serving(lambda client, head: client.sendall(whole(head.split()[1]))) as port:
        opened = Opened(at(port))
        assert opened.api.get(base.format(port=port) + "/users/1?a=b").text == "/users/1?a=b"
        opened.api.session.close()


@pytest.mark.parametrize(
    "address",
    [
        "http://192.0.2.1/users/1",
        "http://127.0.0.1/users/1",
        "//192.0.2.1/users/1",
        "http://127.0.0.1:8080@192.0.2.1/",
        "http://127.0.0.1:8080.example.com/",
        "https://example.com/",
        "https://127.0.0.1:8080/users/1",
        "ftp://127.0.0.1:9/users/1",
        "file:///etc/passwd",
        "http:/users/1",
        "http://[broken",
        "",
    ],
)
def test_foreign_authority(address):
    """An address anywhere else is a miss, and nothing is sent."""
    opened = Opened(at(9))
    with pytest.raises(Miss, match="expected an address"):
        opened.api.get(address)
    assert opened.record == []


def test_record():
    """Both halves of an exchange are kept, short, with a line for the shell."""
    with serving(says(whole(b"x" * 5000, "Content-Type: text/plain"))) as port:
        opened = Opened(at(port))
        opened.api.post("/users", json={"name": "O'Hara"}, params={"a": "b c"})
        opened.api.session.close()
    (kept,) = opened.record
    assert kept.request.path == "/users?a=b+c"
    assert kept.request.headers == {"Content-Type": "application/json"}
    assert kept.response is not None
    assert kept.response.status == 200 and kept.response.size == 5000
    assert kept.response.body == "x" * 2000 + "… (5000 characters in all)"
    words = kept.curl
    assert words.startswith("curl -i -X POST 'http://127.0.0.1:8080/users?a=b+c' -H 'Content-Type: application/json'")
    assert subprocess.run(["sh", "-c", f'set -- {words}; printf %s "$9"'], capture_output=True).stdout == (
        b'{"name": "O\'Hara"}'
    )


def test_curl_line_of_head_and_of_a_body_without_a_type():
    """HEAD is `--head`; a body without a type gets none; one with an @ in front is no file's name."""
    line = curl_line(SHOWN, "HEAD", "/", {}, None)
    assert line == "curl -i --head http://127.0.0.1:8080/"
    line = curl_line(SHOWN, "PUT", "/", {}, b"@/etc/passwd")
    assert line == "curl -i -X PUT http://127.0.0.1:8080/ -H Content-Type: --data-binary @/etc/passwd"


def test_half_a_request_is_not_sent():
    """What can't be sent leaves nothing behind that the next request would begin with."""
    heads: list[bytes] = []

    def answer(client: socket.socket, head: bytes) -> None:
        heads.append(head)
        client.sendall(whole(b"ok"))

    with serving(answer) as port:
        opened = Opened(at(port))
        opened.patience.seconds = 5.0
        with pytest.raises(Miss):
            opened.api.get("/first", headers={"X": "\u20ac"})
        assert opened.api.get("/second").text == "ok"
        opened.api.session.close()
    assert [head.partition(b" HTTP")[0] for head in heads] == [b"GET /second"]


def test_cookies_go_where_they_belong():
    """A cookie is sent below its path and nowhere else, and one of the check's own takes the place of all."""
    heads: list[bytes] = []

    def answer(client: socket.socket, head: bytes) -> None:
        heads.append(head)
        cookies = ("Set-Cookie: a=1; Path=/", "Set-Cookie: b=2; Path=/deep") if b"/set" in head else ()
        client.sendall(whole(b"ok", *cookies))

    with serving(answer) as port:
        opened = Opened(at(port))
        opened.patience.seconds = 5.0
        for path in ("/set", "/x", "/deep/x"):
            opened.api.get(path)
        opened.api.get("/x", headers={"Cookie": "own=1"})
        opened.api.session.close()
    cookies = [b"".join(line for line in head.split(b"\r\n") if line.startswith(b"Cookie")) for head in heads]
    assert cookies == [b"", b"Cookie: a=1", b"Cookie: b=2; a=1", b"Cookie: own=1"]


def test_json_null_is_a_body():
    """`json=None` sends null; no json sends no body."""
    bodies: list[bytes] = []

    def answer(client: socket.socket, head: bytes) -> None:
        bodies.append(head.partition(b"\r\n\r\n")[2] or client.recv(4) if b"Content-Length: 4" in head else b"")
        client.sendall(whole(b""))

    with serving(answer) as port:
        opened = Opened(at(port))
        opened.api.put("/", json=None)
        opened.api.delete("/")
        opened.api.session.close()
    assert bodies == [b"null", b""]


def test_patience_ends():
    """After a few answers that did not come, the rest of the run waits a second at most."""
    patience = Patience(5.0)
    for _ in range(HANGING_AFTER - 1):
        patience.ran_out()
    assert patience.seconds == 5.0
    patience.ran_out()
    assert patience.seconds == 1.0
    shorter = Patience(0.2)
    for _ in range(HANGING_AFTER):
        shorter.ran_out()
    assert shorter.seconds == 0.2


def test_a_check_has_an_end(monkeypatch):
    """A check that is out of time sends nothing more."""
    monkeypatch.setattr(api_module, "SECONDS_A_CHECK", -1.0)
    with pytest.raises(Miss, match="all answers of this check within"):
        Opened(at(9)).api.get("/")


def test_limits_of_a_socket(folder):
    """The socket itself counts bytes and seconds, whoever reads."""
    with serving(says(b"x" * 100), folder / "app.sock"):
        address = Address("http://127.0.0.1:8080", socket=str(folder / "app.sock"))
        with connect(address, Limits(1, 50)) as sock:
            sock.sendall(b"GET / HTTP/1.1\r\n\r\n")
            with pytest.raises(TooLarge):
                for _ in range(100):
                    sock.recv_into(bytearray(80))
        limits = Limits(1, 50)
        with connect(address, limits) as sock:
            limits.deadline = time.monotonic() - 1
            with pytest.raises(TimeoutError):
                sock.sendall(b"GET / HTTP/1.1\r\n\r\n")
            with pytest.raises(TimeoutError):
                sock.recv_into(bytearray(1))
        with pytest.raises(TimeoutError):
            connect(address, limits)


def test_gate_and_route():
    """Through a gate, the route's name is said first, in a line of its own."""
    heard: list[bytes] = []

    def answer(client: socket.socket, head: bytes) -> None:
        heard.append(head)
        client.sendall(whole(b"ok"))

    with serving(answer) as port:
        opened = Opened(Address("http://127.0.0.1:8080", gate=f"127.0.0.1:{port}", route="app.sock"))
        assert opened.api.get("/x").text == "ok"
        opened.api.session.close()
    assert heard[0].startswith(b"app.sock\nGET /x HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n")


# --- https ------------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for 127.0.0.1 in one file."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=127.0.0.1"
    more = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(file), "-out", f"{file}.crt"]
    subprocess.run(["openssl", *words.split(), *more], check=True, capture_output=True, env={**os.environ})
    with file.open("ab") as both:
        both.write(Path(f"{file}.crt").read_bytes())
    return file


@pytest.fixture
def server_tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_https(certificate, server_tls):
    """A deployed app is asked over TLS, and HEAD's body is seen there as well."""
    with serving(says(whole(b"ok")), tls=server_tls) as port:
        opened = Opened(Address(f"https://127.0.0.1:{port}", ca=f"{certificate}.crt"))
        opened.patience.seconds = 5.0
        assert opened.api.get("/").text == "ok"
        assert opened.api.head("/").content == b"ok"
        opened.api.session.close()


def test_https_with_a_certificate_that_nobody_knows(server_tls):
    """A certificate that can't be checked is a miss."""
    with serving(says(whole(b"ok")), tls=server_tls) as port:
        opened = Opened(Address(f"https://127.0.0.1:{port}"))
        opened.patience.seconds = 5.0
        with pytest.raises(Miss, match="expected an answer"):
            opened.api.get("/")
        opened.api.session.close()


@pytest.mark.parametrize("name", ["body", "headers", "chunks"])
def test_https_late(certificate, server_tls, name):
    """Over TLS too, an answer has a deadline and not only each read of it."""
    with serving(LATE[name], tls=server_tls) as port:
        opened = Opened(Address(f"https://127.0.0.1:{port}", ca=f"{certificate}.crt"))
        began = time.monotonic()
        with pytest.raises(Miss, match="none within"):
            opened.api.get("/")
        assert time.monotonic() - began < ENOUGH
        opened.api.session.close()


def test_https_too_large(certificate, server_tls):
    """Over TLS too, an answer has a largest size."""
    with serving(endless, tls=server_tls) as port:
        opened = Opened(Address(f"https://127.0.0.1:{port}", ca=f"{certificate}.crt"))
        opened.patience.seconds = 5.0
        with pytest.raises(Miss, match="too large"):
            opened.api.get("/")
        opened.api.session.close()
