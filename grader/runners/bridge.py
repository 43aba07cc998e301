"""A unix socket here for a server that is reached in another way: databases' own clients know no relay of ours."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from grader.checks.transport import Limits, connect
from grader.server.address import Address

SECONDS = 60.0  # of one connection: what a check looks at takes moments
LARGEST = 64 << 20


@contextmanager
def bridge(path: str, address: Address) -> Iterator[None]:
    """Listens at the path while the block lasts, and joins each client with a connection of its own to the address."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen(16)
        threading.Thread(target=_accept, args=(server, address), daemon=True).start()
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)  # wakes the thread, which close alone would not


def _accept(server: socket.socket, address: Address) -> None:
    while True:
        try:
            client, _ = server.accept()
        except OSError:
            return
        threading.Thread(target=_join, args=(client, address), daemon=True).start()


def _join(client: socket.socket, address: Address) -> None:
    with contextlib.suppress(OSError), client, connect(address, Limits(SECONDS, LARGEST)) as there:
        back = threading.Thread(target=_copy, args=(there, client), daemon=True)
        back.start()
        _copy(client, there)
        back.join(SECONDS)


def _copy(source: socket.socket, target: socket.socket) -> None:
    """Until one of them ends; then the other one hears of it."""
    buffer = bytearray(1 << 16)
    with contextlib.suppress(OSError):
        while count := source.recv_into(buffer):
            target.sendall(buffer[:count])
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)
