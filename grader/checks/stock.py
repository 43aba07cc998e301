"""Sockets of an app's network, at hand before they are needed: one question at the sandbox's door brings many.

A socket belongs to the network in which it was made, wherever it is used later. So whoever has one connects with the
app itself: nobody stands between them, and nothing is copied.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from dataclasses import dataclass

MANY = 100  # one message brings 253 at most
CLOSED_IN_CHILDREN: int = getattr(socket, "MSG_CMSG_CLOEXEC", 0)


@dataclass
class Sockets:
    """File numbers of unconnected sockets, `six` for IPv6, and the port that the app had when they were asked for."""

    port: int
    numbers: list[int]
    six: list[int]

    def close(self) -> None:
        for numbers in (self.numbers, self.six):
            with contextlib.suppress(IndexError):  # a crowd's other clients may take the rest meanwhile
                while True:
                    os.close(numbers.pop())


def asked_for(door: str, seconds: float, count: int) -> Sockets:
    """So many sockets for IPv4, and one for IPv6 where there is such a thing. Raises OSError."""
    with socket.socket(socket.AF_UNIX) as asking:
        asking.settimeout(seconds)
        asking.connect(door)
        asking.sendall(bytes([count]))
        port, numbers, *_ = socket.recv_fds(asking, 8, count + 1, CLOSED_IN_CHILDREN)
    found = Sockets(int(port or b"0"), numbers[:count], numbers[count:])
    if len(numbers) < count:
        found.close()
        raise ConnectionRefusedError("the sandbox gives no sockets")
    return found


class Stock:
    """What a run has at hand, by door.

    `asking` is held by whoever asks for more: a crowd that asked all at once would want more than the door can open.
    """

    def __init__(self) -> None:
        self._kept: dict[str, Sockets] = {}
        self.asking = threading.Lock()

    def take(self, door: str) -> tuple[int, int] | None:
        """Port and number of a socket, if there is one."""
        kept = self._kept.get(door)
        try:
            return (kept.port, kept.numbers.pop()) if kept else None
        except IndexError:  # a crowd's other clients have taken the rest
            return None

    def keep(self, door: str, sockets: Sockets) -> None:
        """For later; what was there is not needed any more."""
        before, self._kept[door] = self._kept.get(door), sockets
        if before is not None:
            before.close()

    def close(self) -> None:
        """Lets all of it go."""
        for sockets in self._kept.values():
            sockets.close()
        self._kept.clear()
