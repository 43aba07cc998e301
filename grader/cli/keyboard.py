"""Single keys, for a command that goes on while somebody may press them."""

from __future__ import annotations

import os
import select
import sys
import time
from types import TracebackType
from typing import Any

from grader.cli.common import may_ask


class Keyboard:
    """Single keys where somebody is there to press them; elsewhere it only lets time go by."""

    def __init__(self) -> None:
        self.before: Any = None
        self.heard = False

    def __enter__(self) -> Keyboard:
        if may_ask() and os.name == "posix":
            import termios
            import tty

            self.before = termios.tcgetattr(sys.stdin)
            tty.setcbreak(sys.stdin)
            self.heard = True
        return self

    def wait(self, seconds: float) -> str:
        """A key, or nothing once the time is over."""
        if not self.heard:
            return self._elsewhere(seconds)
        if not select.select([sys.stdin], [], [], seconds)[0]:
            return ""
        key = os.read(sys.stdin.fileno(), 1).decode("ascii", "replace").lower()
        self.heard = bool(key)  # the terminal is gone
        return key

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self.before is not None:
            import termios

            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self.before)

    def _elsewhere(self, seconds: float) -> str:
        """On Windows, where a key can't be waited for beside the time; and without a terminal."""
        until = time.monotonic() + seconds
        while os.name == "nt" and may_ask() and time.monotonic() < until:
            import msvcrt

            if msvcrt.kbhit():  # type: ignore[attr-defined, unused-ignore]
                return str(msvcrt.getwch()).lower()  # type: ignore[attr-defined, unused-ignore]
            time.sleep(0.05)
        time.sleep(max(0.0, until - time.monotonic()))
        return ""
