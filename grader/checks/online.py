"""The app where it is deployed: like `api`, but politely, since the server may be shared, small, or asleep."""

from __future__ import annotations

import ipaddress
import time
from typing import Any

from grader.checks.api import SECONDS_A_CHECK, Api
from grader.checks.exchange import Asked
from grader.checks.reply import Reply

PAUSE = 0.1  # seconds between two requests at least


class Online(Api):
    """One request at a time, ten a second at most. Waits for an answer as long as the internet may take."""

    last = 0.0
    patience_online = 15.0

    @property
    def base_url(self) -> str:
        return self.address.base_url

    @property
    def https(self) -> bool:
        return self.address.scheme == "https"

    @property
    def loopback(self) -> bool:
        """Whether it is on this machine."""
        try:
            return ipaddress.ip_address(self.address.host).is_loopback
        except ValueError:
            return self.address.host == "localhost"

    def first(self, seconds: float = 90.0) -> Reply:
        """GET /health with patience: a free host's server may be asleep, and takes a minute to wake up."""
        self.ends = time.monotonic() + seconds + SECONDS_A_CHECK
        self.patience_online, before = seconds, self.patience_online
        try:
            return self.get("/health")
        finally:
            self.patience_online = before

    def prepared(self, method: str, path: str, **how: Any) -> Asked:
        time.sleep(max(0.0, self.last + PAUSE - time.monotonic()))
        self.patience.seconds = self.patience_online
        return super().prepared(method, path, **how)

    def reply(self, asked: Asked) -> Reply:
        try:
            return super().reply(asked)
        finally:
            self.last = time.monotonic()

    def timed(self, method: str, path: str, **how: Any) -> tuple[Reply, float]:
        """A reply and the seconds it took, the pause left out."""
        time.sleep(max(0.0, self.last + PAUSE - time.monotonic()))
        began = time.monotonic()
        reply = self.request(method, path, **how)
        return reply, time.monotonic() - began
