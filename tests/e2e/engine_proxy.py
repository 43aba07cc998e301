"""A unix socket in front of the engine's own, which dies, hangs or refuses when a certain request comes."""

from __future__ import annotations

import json
import re
import socket
import threading
from contextlib import suppress
from pathlib import Path

ENGINE = "/var/run/docker.sock"
REQUEST = re.compile(rb"(GET|POST|PUT|DELETE|HEAD) \S+ HTTP/1\.1\r\n")


class Proxy:
    """`trigger`: patterns of request lines that must come one after the other; with the last one it happens.

    `how`: "die" (nobody listens any more, open connections break), "hang" (connections are accepted, and nothing comes
    back), or an answer's words: that request is refused with them, and all others pass.
    """

    def __init__(self, folder: Path, trigger: list[str], how: str) -> None:
        self.path = str(folder / "engine.sock")
        self.trigger = [re.compile(pattern.encode()) for pattern in trigger]
        self.how = how
        self.happened = threading.Event()
        self.ends: list[socket.socket] = []
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(self.path)
        self.listener.listen(64)
        if not trigger:
            self._happen()
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Proxy:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def env(self) -> dict[str, str]:
        """Where a grader finds it."""
        return {"DOCKER_HOST": f"unix://{self.path}"}

    def close(self) -> None:
        """Nobody listens any more, and open connections break."""
        for each in [self.listener, *self.ends]:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _happen(self) -> None:
        self.happened.set()
        if self.how == "die":
            self.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                engine = socket.socket(socket.AF_UNIX)
                engine.connect(ENGINE)
                self.ends += [client, engine]
                threading.Thread(target=self._pump, args=(client, engine, True), daemon=True).start()
                threading.Thread(target=self._pump, args=(engine, client, False), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, asking: bool) -> None:
        with suppress(OSError):
            while data := source.recv(1 << 16):
                if asking and self._meets(data) and self.how not in ("die", "hang"):
                    source.sendall(refusal(self.how))
                elif self.happened.is_set() and self.how in ("die", "hang"):
                    return  # the connection stays open, or was closed by `close`
                else:
                    target.sendall(data)
            target.shutdown(socket.SHUT_WR)

    def _meets(self, data: bytes) -> bool:
        """Whether the last of the requests that are waited for has come just now."""
        head = REQUEST.match(data)
        if head is None or self.happened.is_set() or not self.trigger[0].search(head[0]):
            return False
        if len(self.trigger) > 1:
            del self.trigger[0]
            return False
        self._happen()
        return True


def refusal(words: str) -> bytes:
    """An answer of the engine's that says no."""
    body = json.dumps({"message": words}).encode()
    return b"HTTP/1.1 500 Error\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
