"""Which addresses `--url` may name: public ones and loopback; other private ones when the user says so.

A host's name is looked up once. What was found and allowed is what is asked from then on: a name server that answers
differently the next time leads nowhere else.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from urllib.parse import urlsplit

from grader.errors import UsageError
from grader.runners.url import checked

LOOK_UP_SECONDS = 5.0


def graded_address(url: str, allow_private: bool, *, loopback: bool = True) -> tuple[str, tuple[str, ...]]:
    """The address, and where its host is. Raises UsageError: no server's address, an unknown host, a private network's.

    The host's addresses are in the order of the look-up. `loopback`: this machine's own are welcome.
    """
    host = urlsplit(checked(url)).hostname or ""
    found = look_up(host)
    if not allow_private and not all(map(is_allowed, found)):
        raise UsageError(f"{host} is in a private network", "If that is what you mean, add --allow-private.")
    if not loopback and any(ipaddress.ip_address(address).is_loopback for address in found):
        words = f"url in grade.toml names {host}, which is this machine"
        raise UsageError(words, f"Name it on the command line: --url {url}")
    return url, found


def is_allowed(found: str) -> bool:
    """Whether an address is public or this machine's own; one that carries another within is judged by that."""
    address = ipaddress.ip_address(found)
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
    return bool(inner.is_global or inner.is_loopback) and not inner.is_multicast


def look_up(host: str) -> tuple[str, ...]:
    """Where a host is. A resolver has no limit of its own: the thread that waits for it is left to itself."""
    found: list[str] = []
    faults: list[Exception] = []

    def ask() -> None:
        try:
            found.extend(str(entry[4][0]) for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            faults.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(LOOK_UP_SECONDS)
    if faults:
        raise UsageError(f"the host {host} in --url is unknown: {faults[0]}", "Check the address.") from faults[0]
    if not found:
        words = f"the host {host} in --url could not be looked up within {LOOK_UP_SECONDS:g} s"
        raise UsageError(words, "Is this machine online? Or give the host's address in numbers.")
    return tuple(dict.fromkeys(found))
