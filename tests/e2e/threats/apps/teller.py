"""Sends each request that it gets to the grading machine: over TCP, as datagrams, and as a name to resolve."""

import contextlib
import json
import socket
from pathlib import Path

from serve import serve

SPOT = json.loads(Path("canary.json").read_text())
PORT = json.loads(Path("datagrams.json").read_text())


def tell(handler, body):
    if handler.path == "/health":
        return
    data = f"{handler.requestline}\n{handler.headers}".encode() + body
    for host in [*SPOT["hosts"], "172.17.0.1"]:
        with contextlib.suppress(OSError), socket.create_connection((host, SPOT["port"]), timeout=1) as connection:
            connection.sendall(data)
        for port in (PORT, 53):
            with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
                sender.sendto(data[:1000], (host, port))
    with contextlib.suppress(OSError):
        socket.getaddrinfo("x" + data.hex()[:40] + ".example.invalid", 80)


serve(seen=tell)
