"""Which addresses `--url` may name: public ones and loopback; other private ones when the user says so."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from grader.errors import UsageError
from grader.runners.url import checked


def graded_address(url: str, allow_private: bool) -> str:
    """The address, checked. Raises UsageError: no server's address, an unknown host, a private network's."""
    host = urlsplit(checked(url)).hostname or ""
    try:
        found = {ipaddress.ip_address(entry[4][0]) for entry in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError) as error:
        raise UsageError(f"the host {host} in --url is unknown: {error}", "Check the address.") from error
    if not allow_private and any(not address.is_global and not address.is_loopback for address in found):
        raise UsageError(f"{host} is in a private network", "If that is what you mean, add --allow-private.")
    return url
