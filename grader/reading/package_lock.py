"""A project's package-lock.json, as far as an installation may follow it.

It can name another place for each package. Addresses other than the public registry's are taken out: npm then asks the
registry that it is set up for, and still compares the checksum. A lock file that leads to folders, archives or Git, or
that a package of another machine's layout stands in, is not followed at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

ELSEWHERE = re.compile(r"(?i)(?!npm:)[a-z][a-z0-9+.-]*:|[./].*|~/.*|[^@\s]+/[^\s]+|git@.*")
PUBLIC = "registry.npmjs.org"  # npm itself puts the configured registry in its place
_SPECS = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies", "requires")
_INSTALLED = re.compile(r"(?:node_modules/(?:@[\w.~-]+/)?(?!\.{1,2}(?:/|$))[\w.~-]+(?:/|$))*")


class ElsewhereError(ValueError):
    """It leads somewhere else than to the registry."""


def followed(lock: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The lock file without addresses of other hosts, and these hosts. Raises ElsewhereError; changes `lock`."""
    hosts: dict[str, None] = {}
    for path, entry in _entries(lock):
        if not isinstance(entry, dict) or not _INSTALLED.fullmatch(path) or entry.get("link"):
            raise ElsewhereError(path)
        for spec in _specs(entry):
            if ELSEWHERE.match(spec.strip()):
                raise ElsewhereError(spec)
        if host := _other_host(entry):
            hosts[host] = None
            del entry["resolved"]
    return dict(lock), list(hosts)


def _entries(lock: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every package with its place, of both forms of the file."""
    packages = lock.get("packages")
    yield from packages.items() if isinstance(packages, dict) else ()
    tables = [lock.get("dependencies")]
    while tables:
        table = tables.pop()
        for name, entry in table.items() if isinstance(table, dict) else ():
            yield f"node_modules/{name}", entry
            tables.append(entry.get("dependencies") if isinstance(entry, dict) else None)


def _specs(entry: Mapping[str, Any]) -> Iterator[str]:
    """What an entry wants of others, and its own version, which old files write an address into."""
    for key in _SPECS:
        table = entry.get(key)
        yield from (spec for spec in table.values() if isinstance(spec, str)) if isinstance(table, dict) else ()
    if isinstance(entry.get("version"), str):
        yield entry["version"]


def _other_host(entry: Mapping[str, Any]) -> str:
    """The host that a package should come from, if it is another than the public registry's."""
    address = entry.get("resolved")
    if address is None:
        return ""
    parts = urlsplit(address) if isinstance(address, str) else None
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise ElsewhereError(str(address))
    return "" if parts.netloc == PUBLIC and parts.scheme == "https" else parts.hostname
