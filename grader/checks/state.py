"""What the checks' process knows of its run. Kept in pytest's own stash, never in a module."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import Any

import pytest

from grader.checks.channel import Channel
from grader.checks.exchange import Patience
from grader.checks.recording import Sent
from grader.outcomes import Measure
from grader.server.address import Address


@dataclass
class Planned:
    """One expected check, as the parent named it."""

    id: str
    goal: str
    function: str
    file: str
    requires: tuple[str, ...]

    @property
    def exercise(self) -> str:
        return self.goal.rpartition(".")[0]


@dataclass
class Run:
    """The plan, the address (after "go"), and what has happened so far."""

    channel: Channel
    results: int
    plan: dict[tuple[str, str], Planned]
    address: Address = field(default_factory=lambda: Address("http://127.0.0.1:8080"))
    shown: str = "http://127.0.0.1:8080"
    seed: int = 0
    fresh: bool = False
    env: dict[str, str] | None = None
    online: Address | None = None
    patience: Patience = field(default_factory=Patience)
    not_passed: dict[str, dict[str, Any]] = field(default_factory=dict)
    compared: tuple[str, str] | None = None
    kept: dict[str, Any] = field(default_factory=dict)

    def emit(self, **event: Any) -> None:
        """One line on the inherited pipe. Nothing that learner code can reach writes there."""
        data = json.dumps(event).encode() + b"\n"
        while data:
            data = data[os.write(self.results, data) :]

    def wait_for_go(self) -> None:
        """Blocks until the app answers; the parent then says where."""
        message = self.channel.receive()
        if message is None:
            raise SystemExit("the grader is gone")
        self.address = Address(**message["address"])
        self.shown, self.seed, self.fresh = message["shown"], message["seed"], message["fresh"]
        self.env = message["env"]
        self.online = Address(**message["online"]) if message.get("online") else None


RUN = pytest.StashKey[Run]()
FAILED = pytest.StashKey[bool]()  # set while a check's fixtures are put away
PICTURE = pytest.StashKey[str]()
RECORD = pytest.StashKey[list[Sent]]()
MEASURES = pytest.StashKey[list[Measure]]()
