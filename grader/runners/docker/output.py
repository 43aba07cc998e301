"""What a container prints. The engine keeps the last of it alone, and why an app does not start stands first."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from grader.server.answers import Line

if TYPE_CHECKING:
    from docker.models.containers import Container

LARGEST = 16 << 10
LOST = "… what it printed between is lost …\n"


class FirstOutput:
    """Listens to a container that is not started yet, in a thread that ends with it or when it has enough."""

    def __init__(self, container: Container) -> None:
        self.began = time.time()
        self.data = b""
        self.stream = container.attach(stdout=True, stderr=True, stream=True, logs=False)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        # Whatever the connection dies of: the engine's own log is still there.
        with contextlib.suppress(Exception), contextlib.closing(self.stream):
            for piece in self.stream:
                self.data += piece[: LARGEST - len(self.data)]
                if len(self.data) >= LARGEST:
                    break
        # The SDK closes the socket, but not the answer that reads from it, which holds it open until it is collected.
        with contextlib.suppress(Exception):
            vars(self.stream)["_response"].close()

    def before(self, kept: Sequence[Line]) -> list[Line]:
        """All that is known of the output: what the engine kept, and in front of it what it has thrown away."""
        first = self.data.decode("utf-8", "replace").splitlines()
        there = {line.text.rstrip("\n") for line in kept}
        if all(line in there for line in first[:-1]):  # the last one may be half a line
            return list(kept)
        return [*(Line(self.began, f"{line}\n") for line in first), Line(self.began, LOST), *kept]


def lines_of(container: Container) -> list[Line]:
    """A container's output with the engine's time of each line, in the order of these times."""
    lines = []
    for stream in ("stdout", "stderr"):
        text = container.logs(timestamps=True, stdout=stream == "stdout", stderr=stream == "stderr")
        # At newlines alone: what an app prints within a line is its own affair.
        for line in text.decode("utf-8", "replace").removesuffix("\n").split("\n"):
            stamp, _, words = line.partition(" ")
            lines += [Line(epoch(stamp), f"{words}\n", stream)] if line else []
    return sorted(lines, key=lambda line: line.time)


def text_of(lines: Sequence[Line], stream: str) -> str:
    """What came on one stream."""
    return "".join(line.text for line in lines if line.stream == stream)


def epoch(stamp: str) -> float:
    """Seconds of an RFC 3339 time with nanoseconds; 0 for a broken line (its start was rotated away)."""
    try:
        return datetime.fromisoformat(f"{stamp[:26].rstrip('Z')}+00:00").timestamp()
    except ValueError:
        return 0.0
