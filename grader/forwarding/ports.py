"""A port of this machine, for this machine alone."""

from __future__ import annotations

import errno
import socket

from grader.errors import MachineError, UsageError

HOST = "127.0.0.1"
WAITING = 128  # connections that may wait for their turn


def claim(port: int) -> socket.socket:
    """A listening socket on that port. Who connects early waits. Raises UsageError if it is not to be had."""
    made = socket.socket()
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # else past connections hold it for a minute
        made.bind((HOST, port))
        made.listen(WAITING)
    except OSError as error:
        made.close()
        raise refused(port, error) from error
    return made


def refused(port: int, error: OSError) -> UsageError | MachineError:
    """Why the port can't be had, and which can."""
    other = port + 1 if 1024 <= port < 65535 else 8080
    if error.errno == errno.EADDRINUSE:
        words = f"port {port} is in use: a program of this machine listens there, maybe your own server"
        return UsageError(words, f"End that program, or take another port: --port {other}")
    if error.errno == errno.EACCES:
        return UsageError(f"port {port} is for administrators", f"Take one from 1024 on: --port {other}")
    return MachineError(f"port {port} can't be opened: {error.strerror}", f"Try another one: --port {other}")
