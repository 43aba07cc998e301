"""What the app printed, as the fixture `logs`."""

from __future__ import annotations

import time

from grader.checks.asking import asked
from grader.checks.channel import Channel


class Logs:
    """What the app printed."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def mark(self) -> float:
        return time.time()

    def since(self, mark: float, stream: str = "") -> str:
        """What came after the mark on that stream (`stdout`, `stderr`), or on both."""
        return str(asked(self._channel, ask="logs", since=mark, stream=stream)["text"])
