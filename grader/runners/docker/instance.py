"""An instance of the app while it starts: what `runners.ready` wants to know of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from grader.server.address import Address
from grader.server.answers import Line

if TYPE_CHECKING:
    from grader.runners.docker.serving import DockerServer

PORT = 8080


class Instance:
    """One instance of the app while it starts."""

    def __init__(self, server: DockerServer, name: str, port: int) -> None:
        self.server = server
        self.name = name
        self.port = port

    def address_at(self, port: int) -> Address:
        return self.server.pod.address(self.name, port)

    def ended(self) -> str:
        return self.server.why_ended(self.name)

    def limits_met(self) -> Sequence[str]:
        return self.server.limits_met()

    def listening(self) -> list[tuple[str, int]]:
        ours = self.server.listening_but({self.port})
        return [pair for pair in ours if self.port == PORT or pair[1] != PORT]

    def output(self) -> Sequence[Line]:
        return self.server.output()
