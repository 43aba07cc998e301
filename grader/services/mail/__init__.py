"""A mail server beside the app: a program that runs without the grader, and how what it prints is read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

PROGRAM = Path(__file__).with_name("program.py")
PACKAGES = ("aiosmtpd>=1.4.6",)
PORT = 2525
READY_SECONDS = 20
REMEDY = "needs aiosmtpd, the mail server: pip install 'backend-week[services]'"


def received(printed: str) -> Sequence[Mapping[str, Any]]:
    """The messages in what the program printed; a line that is cut off is none yet."""
    found = []
    for line in printed.splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict) and "data" in entry:
            found.append(entry)
    return found


def is_ready(printed: str) -> bool:
    """Whether it accepts connections: its first line says so."""
    return "\n" in printed
