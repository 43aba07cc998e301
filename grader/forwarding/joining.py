"""Copies between a client and an app until one of them is done.

One piece is under way in each direction: who sends is slowed down by who reads, and nobody fills our memory. A side
that has said all may still listen. An app may answer without having read all, and that answer arrives.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct

PIECE = 1 << 16
IDLE = 300.0  # seconds in which nothing moves in either direction
LINGER = 2.0  # seconds for a client to hear the end of an answer while it still sends
ENDED, BROKE, UNHEARD = "the sender has said all", "the sender broke off", "the receiver is gone"


async def join(client: socket.socket, app: socket.socket) -> None:
    """Both ways, until the app has ended, the client is gone, or nothing moves. The caller closes the two."""
    how = await both_ways(client, app)
    if how == BROKE:  # which must not look like a proper end: closing will reset the connection
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    elif how == ENDED:
        loop = asyncio.get_running_loop()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LINGER):
                while await loop.sock_recv(client, PIECE):
                    pass


async def both_ways(client: socket.socket, app: socket.socket) -> str:
    """How the app's side ended."""
    async with asyncio.timeout(IDLE) as idle:
        up = asyncio.create_task(copy(client, app, idle))
        down = asyncio.create_task(copy(app, client, idle))
        try:
            await asyncio.wait({up, down}, return_when=asyncio.FIRST_COMPLETED)
            if not down.done() and up.result() == BROKE:
                return UNHEARD
            return await down
        finally:
            up.cancel()
            down.cancel()
            await asyncio.gather(up, down, return_exceptions=True)


async def copy(source: socket.socket, target: socket.socket, idle: asyncio.Timeout) -> str:
    """One direction to its end, of which the target is told."""
    loop = asyncio.get_running_loop()
    while True:
        try:
            piece = await loop.sock_recv(source, PIECE)
        except OSError:
            return BROKE
        idle.reschedule(loop.time() + IDLE)
        try:
            if not piece:
                target.shutdown(socket.SHUT_WR)
                return ENDED
            await loop.sock_sendall(target, piece)
        except OSError:
            return UNHEARD
