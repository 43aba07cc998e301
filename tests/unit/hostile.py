"""Small servers on loopback that answer however a test says, for the tests of what talks to them."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

Answer = Callable[[socket.socket, bytes], None]


@contextlib.contextmanager
def serving(answer: Answer, path: Path | None = None, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """Serves on a free port (or on a unix socket) until the block ends. `answer` gets the connection and a head."""
    server = socket.socket(socket.AF_UNIX if path else socket.AF_INET)
    server.bind(str(path) if path else ("127.0.0.1", 0))
    server.listen(16)
    clients: list[socket.socket] = []

    def talk(client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            if tls is not None:
                client = tls.wrap_socket(client, server_side=True)
                clients.append(client)
            for _ in range(100):
                if not (head := read_head(client)):
                    break
                answer(client, head)
        client.close()

    def accept() -> None:
        with contextlib.suppress(OSError):
            for _ in range(1000):
                client, _ = server.accept()
                clients.append(client)
                threading.Thread(target=talk, args=(client,), daemon=True).start()

    acceptor = threading.Thread(target=accept, daemon=True)
    acceptor.start()
    try:
        yield 0 if path else server.getsockname()[1]
    finally:
        with contextlib.suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        server.close()
        acceptor.join(2)
        for client in clients:
            with contextlib.suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)
            client.close()


def read_head(client: socket.socket) -> bytes:
    """A request up to the end of its headers, and maybe more; nothing where the client asks no more."""
    head = b""
    while b"\r\n\r\n" not in head:
        piece = client.recv(65536)
        if not piece:
            return b""
        head += piece
    return head


def says(*pieces: bytes, close: bool = False) -> Answer:
    """A server that always says the same."""

    def answer(client: socket.socket, _: bytes) -> None:
        for piece in pieces:
            client.sendall(piece)
        if close:
            client.close()

    return answer


def whole(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """A well-formed answer."""
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(head).encode() + body


def reset(client: socket.socket) -> None:
    """Breaks a connection off as a crash does."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()
