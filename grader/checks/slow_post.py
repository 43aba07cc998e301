"""A POST whose body arrives slowly, over a bare connection: what an HTTP library would send at once."""

from __future__ import annotations

import json
import select
import time
from http.client import HTTPException, HTTPResponse
from typing import Any

from grader.checks.api import Api
from grader.checks.transport import Limits, connect
from grader.checks.values import Miss

LARGEST = 1 << 20
CONTINUE = 3.0  # seconds that a server may take to say "100 Continue"


class SlowPost:
    """`begin()` sends the head and half of the body, `finish()` the rest in pieces, `answer()` gives (status, body).

    The head asks to be told when the body may come (Expect: 100-continue), so that it is known to have been read.
    """

    def __init__(self, api: Api, path: str, body: Any, seconds: float, patience: float) -> None:
        self.host = api.address.base_url.partition("://")[2].partition("/")[0]
        self.data, self.path, self.seconds = json.dumps(body).encode(), path, seconds
        self.sock = connect(api.address, Limits(patience, LARGEST))
        self.sent = 0

    def begin(self) -> None:
        """The head, and the first half of the body over the first half of the time."""
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: {self.host}\r\nUser-Agent: curl/8.5.0\r\nAccept: */*\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(self.data)}\r\nConnection: close\r\n"
            "Expect: 100-continue\r\n\r\n"
        )
        self._send(head.encode())
        self._await_continue()
        self._drip(len(self.data) // 2)

    def finish(self) -> None:
        """The rest of the body, over the rest of the time."""
        self._drip(len(self.data))

    def answer(self) -> tuple[int, bytes]:
        """Status and body. Raises Miss where the connection breaks off before a whole answer has come."""
        response = HTTPResponse(self.sock)
        try:
            response.begin()
            return response.status, response.read(LARGEST)
        except (OSError, HTTPException, ValueError) as error:
            kind = "none in time" if isinstance(error, TimeoutError) else "a connection that broke off"
            raise Miss(f"an answer to the POST {self.path} that was under way when SIGTERM came", kind) from None
        finally:
            response.close()

    def close(self) -> None:
        self.sock.close()

    def _await_continue(self) -> None:
        """Waits until the server says that it is there for the body. Some never say so: then it was given time."""
        said = b""
        ends = time.monotonic() + CONTINUE
        while not said.endswith(b"\r\n\r\n") and time.monotonic() < ends:
            if not select.select([self.sock], [], [], 0.1)[0]:
                continue
            piece = bytearray(1)  # and not a byte more: what follows may be the answer
            if self.sock.recv_into(piece) == 0 or len(said) > LARGEST:
                return
            said += piece

    def _drip(self, until: int) -> None:
        """Sends on up to there, five pieces, at an even pace."""
        size = max(1, (until - self.sent) // 5)
        pause = self.seconds / 10
        while self.sent < until:
            end = min(until, self.sent + size)
            self._send(self.data[self.sent : end])
            self.sent = end
            time.sleep(pause)

    def _send(self, data: bytes) -> None:
        try:
            self.sock.sendall(data)
        except OSError:
            raise Miss(
                f"an answer to the POST {self.path} that was under way when SIGTERM came",
                "a connection that broke off while its body was still arriving",
            ) from None
