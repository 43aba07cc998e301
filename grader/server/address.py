"""Where a server answers."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Address:
    """Where a server answers: `base_url` as a person would type it, and how to get there if not by that.

    `socket` is the path of a unix socket; where it `hands`, whoever connects to it is given sockets of the server's
    network, to connect with it. Or `gate` is host:port to connect to instead: the server's own, looked up before, or a
    relay's that wants the line `route` first. `ca`: a file with an authority to be trusted.
    """

    base_url: str
    socket: str = ""
    gate: str = ""
    route: str = ""
    ca: str = ""
    hands: bool = False

    @property
    def scheme(self) -> str:
        return urlsplit(self.base_url).scheme

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).hostname or ""

    @property
    def port(self) -> int:
        return urlsplit(self.base_url).port or (443 if self.scheme == "https" else 80)
