"""What an app has sent by mail, as a person would see it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

LARGEST = 2000  # characters of a text
UNREADABLE = "(a text that can't be read)"


@dataclass(frozen=True)
class Letter:
    """One message: to whom, about what, and its text. All of it is the app's own words."""

    to: str
    subject: str
    text: str


def letter(received: Mapping[str, Any]) -> Letter:
    """A message as the mail server has it: `recipients`, and `data` in base64."""
    to = ", ".join(map(str, received.get("recipients", ())))
    try:
        message = message_from_bytes(base64.b64decode(received["data"]), policy=policy.default)
        assert isinstance(message, EmailMessage)
        return Letter(to, str(message["subject"] or ""), _text(message)[:LARGEST])
    except Exception:  # noqa: BLE001  # the library knows no end of ways to fail on a broken message
        return Letter(to, "", UNREADABLE)


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    return str(body.get_content()) if body is not None else ""
