"""Answers by hand, each address in another wrong way; GET /fine is right."""

import json
import os
import socket
import struct
import threading
import time
import zlib
from pathlib import Path

CANARY = json.loads(Path("canary.json").read_text())
LIMIT = 30  # seconds that any answer goes on at most
FINE = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 6\r\n\r\n"fine"'
JSON = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n%s"


def whole(body, more=b""):
    return JSON % (len(body), more, body)


def bomb(mebibytes):
    """Half a MiB that would be a thousand times as much."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(b" " * (1 << 20)) for _ in range(mebibytes)) + packer.flush()


def again(pieces, pause=0.0):
    """Sends the first piece, then the second one over and over."""

    def answer(client):
        client.sendall(pieces[0])
        ends = time.monotonic() + LIMIT
        while time.monotonic() < ends:
            client.sendall(pieces[1])
            time.sleep(pause)

    return answer


def reset(client):
    client.sendall(FINE[:30])
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


BOMB = bomb(512)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
ANSWERS = {
    "fine": FINE,
    "health": FINE,
    "endless": again([HEAD + b"\r\n", b" " * 65536]),
    "gibibyte": again([HEAD + b"Content-Length: 1073741824\r\n\r\n", b" " * 65536]),
    "chunks": again([HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b" " * 65536 + b"\r\n"]),
    "trickle": again([HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"], 0.2),
    "slow-head": again([HEAD, b"X-A: a\r\n"], 0.2),
    "continues": again([b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 10], 0.001),
    "headers": again([HEAD, b"X-A: a\r\n" * 1000]),
    "long-header": HEAD + b"X-A: " + b"a" * 200_000 + b"\r\nContent-Length: 6\r\n\r\n" + b'"fine"',
    "endless-header": again([HEAD + b"X-A: ", b"a" * 65536]),
    "cookies": HEAD + b"".join(b"Set-Cookie: c%d=%s\r\n" % (n, b"v" * 3900) for n in range(90)) + FINE[33:],
    "bad-status": b"HTTP/1.1 abc OK\r\nContent-Length: 0\r\n\r\n",
    "status-99": b"HTTP/1.1 99 Low\r\nContent-Length: 0\r\n\r\n",
    "status-1000": b"HTTP/1.1 1000 High\r\nContent-Length: 0\r\n\r\n",
    "no-head": b'"fine"\n',
    "negative": HEAD + b'Content-Length: -5\r\n\r\n"fine"',
    "two-lengths": HEAD + b'Content-Length: 6\r\nContent-Length: 2\r\n\r\n"fine"',
    "two-ends": HEAD + b'Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n"fine"\r\n0\r\n\r\n',
    "folded": HEAD + b'X-A: a\r\n b\r\nContent-Length: 6\r\n\r\n"fine"',
    "nul": HEAD + b'X-A: a\0\r\nContent-Length: 6\r\n\r\n"fine"',
    "accents": HEAD + b'X-A: \xe9\r\nContent-Length: 6\r\n\r\n"fine"',
    "cut-status": b"HTTP/1.1 200 OK",
    "cut-off": HEAD + b'Content-Length: 100\r\n\r\n"fine"',
    "cut-chunk": HEAD + b'Transfer-Encoding: chunked\r\n\r\n6\r\n"fine"\r\n',
    "cut-head": HEAD,
    "reset": reset,
    "inflated": whole(BOMB, b"Content-Encoding: gzip\r\n"),
    "deflated": whole(b"x" * 1000, b"Content-Encoding: deflate\r\n"),
    "brotli": whole(b"x" * 1000, b"Content-Encoding: br\r\n"),
    "moved-bomb": HEAD.replace(b"200 OK", b"302 Found") + b"Content-Encoding: gzip\r\nLocation: /fine\r\n"
    b"Content-Length: %d\r\n\r\n%s" % (len(BOMB), BOMB),
    "brackets": whole(b"[" * ((4 << 20) - 200)),
    "many-arrays": whole(b"[" + b"[]," * 1_300_000 + b"[]]"),
    "many-keys": whole(b"{%s}" % b",".join(b'"%d":0' % number for number in range(300_000))),
    "many-numbers": whole(b"[" + b"0," * 2_000_000 + b"0]"),
    "surrogate": whole(b'"\\ud800"'),
    "deep": whole(b"[" * 100_000 + b"]" * 100_000),
    "digits": whole(b"9" * 100_000),
    "nan": whole(b'{"a": NaN}'),
    "twice": whole(b'{"a": 1, "a": 2}'),
    "utf16": whole('"fine"'.encode("utf-16")),
    "bytes": whole(b'"\xff\xfe"'),
    "forged": FINE + FINE.replace(b"fine", b"evil"),
    "away": b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: http://%s:%d/\r\n\r\n"
    % (CANARY["hosts"][0].encode(), CANARY["port"]),
    "elsewhere": b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: http://127.0.0.1:8081/\r\n\r\n",
    "file": b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: file:///etc/passwd\r\n\r\n",
}


def talk(client):
    try:
        with client:
            while head := client.recv(65536):
                name = head.split(b" ")[1].decode().strip("/")
                answer = ANSWERS[name]
                client.sendall(answer) if isinstance(answer, bytes) else answer(client)
                if name not in ("fine", "health", "forged"):
                    return
    except OSError:
        pass


def other_port():
    """Listens where nobody may be sent to, and says on GET /fine, from then on, that somebody was."""
    with socket.create_server(("127.0.0.1", 8081)) as other:
        other.accept()
        ANSWERS["fine"] = ANSWERS["fine"].replace(b"fine", b"here")


threading.Thread(target=other_port, daemon=True).start()
server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("0.0.0.0", int(os.environ["PORT"])))
server.listen(64)
while True:
    threading.Thread(target=talk, args=(server.accept()[0],), daemon=True).start()
