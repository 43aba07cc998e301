"""Accepts connections, and makes one to the server for each. More than `MOST` wait in the kernel's queue."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading

from grader.checks.transport import Limits, connect
from grader.forwarding.joining import join
from grader.server.address import Address

MOST = 64  # connections at a time, as many as a relay takes
CONNECTING = 5.0  # seconds
AGAIN = 0.05


class Forwarder:
    """While the block lasts, whoever connects to the listening socket is joined with the address.

    A thread of this process does it: it ends with the process, however that ends.
    """

    def __init__(self, listening: socket.socket, address: Address) -> None:
        self.listening = listening
        self.address = address
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Forwarder:
        self.listening.setblocking(False)
        self.work = self.loop.create_task(self._accept())
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(RuntimeError):  # it is closed already
            self.loop.call_soon_threadsafe(self.work.cancel)
        self.thread.join(CONNECTING)

    def _run(self) -> None:
        with contextlib.suppress(asyncio.CancelledError), contextlib.closing(self.loop):
            self.loop.run_until_complete(self.work)

    async def _accept(self) -> None:
        free = asyncio.Semaphore(MOST)
        joined: set[asyncio.Task[None]] = set()
        try:
            while True:
                await free.acquire()
                task = self.loop.create_task(self._serve(await self._next()))
                joined.add(task)
                task.add_done_callback(joined.discard)
                task.add_done_callback(lambda _: free.release())
        finally:
            for task in joined:
                task.cancel()
            await asyncio.gather(*joined, return_exceptions=True)

    async def _next(self) -> socket.socket:
        """The next client."""
        while True:
            try:
                return (await self.loop.sock_accept(self.listening))[0]
            except OSError:  # too many open files, or one that has left already
                await asyncio.sleep(AGAIN)

    async def _serve(self, client: socket.socket) -> None:
        """One client, from its connection to the end of both sides."""
        with client, contextlib.suppress(OSError), await self._connected() as app:
            for sock in (client, app):
                sock.setblocking(False)
                if sock.family != socket.AF_UNIX:
                    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            await join(client, app)

    async def _connected(self) -> socket.socket:
        """A connection to the server; nobody counts what comes over it."""
        return await asyncio.to_thread(connect, self.address, Limits(CONNECTING, 1 << 62))
