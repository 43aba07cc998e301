"""The line between the process that runs checks and the one that holds the app: JSON, one message a line.

The checks' process asks; what may be asked is the fixed list in `grader.checking`. It holds no engine socket.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
from typing import Any

LONGEST = 8 << 20


class Channel:
    """One end: a pipe in each direction. `receive()` gives None when the other end is gone."""

    def __init__(self, hears: int, says: int) -> None:
        self.reader = os.fdopen(hears, "rb")
        self.writer = os.fdopen(says, "wb", buffering=0)
        self.asking = threading.Lock()  # of a crowd of clients each may ask why the app is gone
        self.spent = 0.0  # seconds that questions took: a restart, a page that is opened

    def send(self, message: dict[str, Any]) -> None:
        data = memoryview(json.dumps(message).encode() + b"\n")
        while data:
            data = data[self.writer.write(data) or 0 :]

    def receive(self) -> dict[str, Any] | None:
        line = self.reader.readline(LONGEST)
        if not line.endswith(b"\n"):
            return None
        message = json.loads(line)
        return message if isinstance(message, dict) else None

    def ask(self, **question: Any) -> dict[str, Any]:
        """Asks and waits for the answer; the other end's silence means that the run is over."""
        with self.asking:
            began = time.monotonic()
            self.send(question)
            answer = self.receive()
            self.spent += time.monotonic() - began
        if answer is None:
            raise SystemExit("the grader is gone")
        return answer

    def close(self) -> None:
        for end in (self.reader, self.writer):
            with contextlib.suppress(OSError):  # what waits to be read or written goes with it
                end.close()
