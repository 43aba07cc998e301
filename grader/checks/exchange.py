"""What goes with each exchange of a check: how long it may take, what is asked, where, and why no answer came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from grader.checks.answers import Unreadable
from grader.checks.recording import Sent
from grader.checks.stock import Stock
from grader.checks.values import Miss
from grader.server.address import Address

SECONDS = 5.0
SECONDS_WHEN_HANGING = 1.0
HANGING_AFTER = 3


class Patience:
    """Seconds that one exchange may take. After a few that took too long, a run stops waiting that long.

    A run's clients share it, and with it the sockets that are at hand for them.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self.missed = 0
        self.stock = Stock()

    def ran_out(self) -> None:
        self.missed += 1
        if self.missed >= HANGING_AFTER:
            self.seconds = min(self.seconds, SECONDS_WHEN_HANGING)


@dataclass
class Asked:
    """A request on its way. `error`: what became of it already, said when its answer is wanted."""

    sent: Sent
    headers: Mapping[str, str]  # all of them
    body: bytes | None
    began: float = 0.0
    error: Exception | None = None


def target_of(path: str, address: Address, shown: str) -> str:
    """The path of an address on this app. An absolute one must have the app's authority. Raises Miss."""
    if not path:
        raise Miss("an address (a Location header, say)", "none")
    if path.startswith("/") and not path.startswith("//"):
        return path
    try:
        parts = urlsplit(path)
    except ValueError:
        raise Miss("an address (a Location header, say)", path[:200]) from None
    bases = [urlsplit(base) for base in (address.base_url, shown)]
    own = {(scheme, base.netloc) for base in bases for scheme in (base.scheme, "")}
    if (parts.scheme or parts.netloc) and (parts.scheme, parts.netloc) not in own:
        raise Miss(f"an address on {address.base_url}", path[:200])
    if parts.netloc:
        return parts.path + (f"?{parts.query}" if parts.query else "")
    return path if path.startswith(("/", "*")) else f"/{path}"


def words_for(error: Exception) -> str:
    """What was wrong with a connection, or with what came over it."""
    if isinstance(error, (ConnectionRefusedError, FileNotFoundError)):
        return "no connection: nothing listens there"
    if isinstance(error, Unreadable):
        return f"one that is no valid HTTP: {str(error).strip()[:200]}"
    return "a connection that broke off before a whole answer had come"
