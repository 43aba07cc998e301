"""Listens on ports and an abstract socket that no other may find, and looks for what others listen on."""

import os
import socket
import threading
import time
from pathlib import Path

from serve import serve

OWN = {int(os.environ["PORT"])}
MINE = f"\0neighbour-{os.urandom(6).hex()}"
FOUND = []


def listen():
    """What a neighbour would find: a port, and a socket without a file."""
    port, abstract = socket.socket(), socket.socket(socket.AF_UNIX)
    port.bind(("0.0.0.0", 0))
    OWN.add(port.getsockname()[1])
    abstract.bind(MINE)
    for server in (port, abstract):
        server.listen(16)
    return [port, abstract]


def look():
    """Every port of every loopback address tried, and every unix socket that the kernel lists."""
    for number in range(1, 65536):
        with socket.socket() as client:
            client.settimeout(1)
            if number in OWN or client.connect_ex((f"127.0.0.{1 + number % 3}", number)) != 0:
                continue
            if client.getsockname() != client.getpeername():  # a port that met itself is nobody's
                FOUND.append(f"port {number}")
    table = Path("/proc/net/unix").read_text().splitlines()[1:]
    paths = [line.split()[7] for line in table if len(line.split()) > 7]
    for path in set(paths):
        name = "\0" + path[1:] if path.startswith("@") else path
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(1)
            if name != MINE and client.connect_ex(name) == 0:
                FOUND.append(f"the socket {path}")


KEPT = listen()
ENDS = time.monotonic() + 8


def walk():
    while time.monotonic() < ENDS:
        look()


threading.Thread(target=walk, daemon=True).start()
time.sleep(9)  # both are there meanwhile; the grader waits for the first answer
serve(reached=lambda: sorted(set(FOUND)))
