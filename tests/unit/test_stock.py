"""Sockets that a sandbox's door hands out: a crowd asks once, and what is left is closed."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from grader.checks.stock import MANY, Stock
from grader.checks.transport import BoundedSocket, Limits, handed

CLIENTS = 60
pytestmark = pytest.mark.skipif(not hasattr(socket, "send_fds"), reason="needs a system that hands open files over")


@contextmanager
def listening() -> Iterator[int]:
    """A port that takes connections."""
    with socket.create_server(("127.0.0.1", 0), backlog=CLIENTS + 4) as server:
        yield server.getsockname()[1]


class Door:
    """Hands sockets out, slowly, and knows how often it was asked, and by how many at a time."""

    def __init__(self, path: Path, port: int) -> None:
        self.port, self.asked, self.at_once, self.most = port, 0, 0, 0
        self.lock = threading.Lock()
        self.server = socket.socket(socket.AF_UNIX)
        self.server.bind(str(path))
        self.server.listen(CLIENTS + 4)
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                client = self.server.accept()[0]
            except OSError:
                return
            threading.Thread(target=self.hand, args=(client,), daemon=True).start()

    def hand(self, client: socket.socket) -> None:
        with self.lock:
            self.asked, self.at_once = self.asked + 1, self.at_once + 1
            self.most = max(self.most, self.at_once)
        with ExitStack() as stack:
            stack.enter_context(client)
            made = [stack.enter_context(socket.socket()) for _ in range(client.recv(1)[0])]
            time.sleep(0.05)
            with self.lock:
                self.at_once -= 1
            socket.send_fds(client, [str(self.port).encode()], [sock.fileno() for sock in made])


def test_a_crowd_asks_once(tmp_path: Path) -> None:
    """More clients than a door has files for, if each of them asked: one asks, and the others have what it got."""
    stock = Stock()
    with listening() as port, ExitStack() as stack:
        door = Door(tmp_path / "door", port)
        stack.callback(door.server.close)
        stack.callback(stock.close)
        together = threading.Barrier(CLIENTS)

        def one(_: int) -> BoundedSocket:
            together.wait(10)
            return handed(str(tmp_path / "door"), Limits(5, 1 << 20), stock)

        with ThreadPoolExecutor(CLIENTS) as pool:
            connected = [stack.enter_context(sock) for sock in pool.map(one, range(CLIENTS))]
        assert {sock.getpeername()[1] for sock in connected} == {port}
        assert (door.asked, door.most) == (1, 1) and CLIENTS < MANY


def test_a_port_that_the_app_has_left(tmp_path: Path) -> None:
    """What is in stock leads to the old one: the door is asked again, once for the whole crowd."""
    stock = Stock()
    with ExitStack() as stack:
        with listening() as left:
            door = Door(tmp_path / "door", left)
            stack.callback(door.server.close)
            stack.callback(stock.close)
            stack.enter_context(handed(str(tmp_path / "door"), Limits(5, 1 << 20), stock))
        with listening() as port:
            door.port = port

            def one(_: int) -> BoundedSocket:
                return handed(str(tmp_path / "door"), Limits(5, 1 << 20), stock)

            with ThreadPoolExecutor(8) as pool:
                connected = [stack.enter_context(sock) for sock in pool.map(one, range(8))]
            assert {sock.getpeername()[1] for sock in connected} == {port}
            assert (door.asked, door.most) == (2, 1)


def test_nobody_waits_longer_than_an_exchange_may_take(tmp_path: Path) -> None:
    """Whoever else is asking."""
    stock = Stock()
    with stock.asking:
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            handed(str(tmp_path / "door"), Limits(0.2, 1 << 20), stock)
    assert time.monotonic() - began >= 0.2
