"""The mail that the app has sent, as a real mail server received it."""

from __future__ import annotations

import base64
import contextlib
import time
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from grader.checks.asking import asked
from grader.checks.channel import Channel
from grader.checks.values import Miss
from grader.server.answers import Unavailable

POLL = 0.05


@dataclass(frozen=True)
class Mail:
    """One message: who it came from and who it was for by the envelope, and the message itself."""

    sender: str
    recipients: list[str]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """The message, read by the rules of e-mail."""
        found = message_from_bytes(self.raw, policy=policy.default)
        assert isinstance(found, EmailMessage)
        return found


class Mailbox:
    """What came since the check began. The server runs from the first check on that wants one."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._down = False
        asked(channel, ask="mail-start")
        self._before = len(asked(channel, ask="mail")["messages"])

    def all(self) -> list[Mail]:
        """What has come so far."""
        found = asked(self._channel, ask="mail")["messages"][self._before :]
        return [Mail(m["sender"] or "", list(m["recipients"]), base64.b64decode(m["data"])) for m in found]

    def wait(self, count: int = 1, seconds: float = 5.0) -> list[Mail]:
        """All messages, once there are so many. Raises Miss where they don't come in time."""
        deadline = time.monotonic() + seconds
        while len(found := self.all()) < count:
            if time.monotonic() > deadline:
                what = "a message" if count == 1 else f"{count} messages"
                raise Miss(f"{what} at SMTP_HOST:SMTP_PORT within {seconds:g} s", f"{len(found) or 'none'}")
            time.sleep(POLL)
        return found

    def none_for(self, seconds: float = 1.0) -> list[Mail]:
        """What has come after that time, which should be nothing."""
        time.sleep(seconds)
        return self.all()

    def stop(self) -> None:
        """Takes the server away; nothing listens there any more."""
        self._down = True
        asked(self._channel, ask="mail-stop")

    def put_right(self) -> None:
        """After a check: the server is there."""
        with contextlib.suppress(Miss, Unavailable):
            if self._down:
                asked(self._channel, ask="mail-start")
