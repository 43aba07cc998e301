"""What is kept of a program's output, and how it is read until a moment."""

from __future__ import annotations

import contextlib
import os
import queue
import threading
import time
from typing import IO

HEAD, TAIL = 64 << 10, 192 << 10  # bytes of a program's output: what it began with, and what it ended with
PIECE = 1 << 16
AHEAD = 16  # pieces that are read before somebody takes them


class Pipe:
    """A program's output, read by a thread of its own: on Windows nobody can wait for a pipe until a moment.

    The thread closes it: a descriptor that another thread closes meanwhile may be somebody else's file next.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._pieces: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._room = threading.Semaphore(AHEAD)
        self._closed = False
        threading.Thread(target=self._read, args=(stream,), daemon=True).start()

    def _read(self, stream: IO[bytes]) -> None:
        with stream, contextlib.suppress(OSError):
            while not self._closed and (piece := os.read(stream.fileno(), PIECE)):
                self._pieces.put(piece)
                self._room.acquire()
        self._pieces.put(b"")

    def next(self, seconds: float) -> bytes | None:
        """The next bytes; none when its last holder has closed it, None when the time is over."""
        try:
            piece = self._pieces.get(timeout=max(seconds, 0))
        except queue.Empty:
            return None
        self._room.release()
        return piece

    def close(self) -> None:
        """Nothing more is read. Where somebody still holds the other end, the thread goes when they let go."""
        self._closed = True
        self._room.release()

    def drain(self, kept: Kept, deadline: float) -> bool:
        """Reads until its last holder has closed it; whether that was in time."""
        while (left := deadline - time.monotonic()) > 0:
            if piece := self.next(left):
                kept.add(piece)
            elif piece is not None:
                return True
        return False


class Kept:
    """The head and the tail of what a program prints, however much that is."""

    def __init__(self, head: int = HEAD, tail: int = TAIL) -> None:
        self.sizes = (head, tail)
        self.head = bytearray()
        self.tail = bytearray()
        self.left_out = 0

    def add(self, data: bytes) -> None:
        """The next piece."""
        room = self.sizes[0] - len(self.head)
        self.head += data[:room]
        self.tail += data[room:]
        over = len(self.tail) - self.sizes[1]
        if over > self.sizes[1]:  # seldom: each time the whole tail moves
            self._cut(over)

    def _cut(self, over: int) -> None:
        del self.tail[:over]
        self.left_out += over

    def text(self) -> str:
        """All of it, or both ends and how much is missing between them."""
        self._cut(max(len(self.tail) - self.sizes[1], 0))
        gap = f"\n… {self.left_out} bytes left out …\n".encode() if self.left_out else b""
        return (self.head + gap + self.tail).decode("utf-8", "replace")
