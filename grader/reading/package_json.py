"""A project's package.json: what it says about starting and installing, and what of it goes into an installation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.errors import ProjectError
from grader.reading.package_lock import ELSEWHERE, followed
from grader.reading.sources import LIMIT, Sources, decode, join

# What an installation depends on. Scripts are not among it: none of them runs while dependencies are installed.
KEYS = (
    *("name", "version", "type", "engines", "dependencies", "devDependencies", "optionalDependencies"),
    *("peerDependencies", "overrides"),
)
NEEDS = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
LOCK_LIMIT = 16 * LIMIT
_NAME = re.compile(r"(?:@[\w.~-]+/)?[\w.~-]+")


@dataclass(frozen=True)
class PackageJson:
    """`broken` says what is wrong with it, with line and column; the rest is then empty."""

    path: str = ""
    scripts: Mapping[str, str] = field(default_factory=dict)
    main: str = ""
    needs: frozenset[str] = frozenset()
    data: Mapping[str, Any] = field(default_factory=dict)
    broken: str = ""

    @classmethod
    def read(cls, sources: Sources, home: str) -> PackageJson:
        """The one of a folder; an empty one where there is none."""
        path = join(home, "package.json")
        if not sources.has(path):
            return cls()
        text = decode(sources.data(path, LIMIT + 1))
        try:
            data = json.loads(text) if len(text) <= LIMIT else _too_large()
        except json.JSONDecodeError as error:
            return cls(path, broken=f"{path} is not valid JSON: line {error.lineno}, column {error.colno}: {error.msg}")
        except (ValueError, RecursionError) as error:
            return cls(path, broken=f"{path} is not valid JSON: {str(error).partition(':')[0]}")
        broken = _shape(path, text, data)
        if broken:
            return cls(path, broken=broken)
        main = data.get("main")
        return cls(
            path,
            data.get("scripts") or {},
            main if isinstance(main, str) else "",
            frozenset(name for key in NEEDS for name in data.get(key) or {}),
            data,
        )

    def checked(self) -> PackageJson:
        """Itself. Raises ProjectError if it is broken."""
        if self.broken:
            cure = "Mend it there: names and texts in double quotes, a comma between entries and none after the last."
            raise ProjectError(self.broken, cure)
        return self

    def install_files(self, sources: Sources) -> tuple[dict[str, bytes], list[str]]:
        """What an installation gets, and notices. Raises ProjectError for what comes from elsewhere than the index."""
        self.checked()
        for name, spec in _specs(self.data):
            if not _NAME.fullmatch(name) or ELSEWHERE.match(spec.strip()):
                raise ProjectError(
                    f"{self.path}: the dependency '{name}' is not allowed: it comes from elsewhere than the npm "
                    "registry, where anything may change under you",
                    f'Name a published version: npm install {name}, or in {self.path}: "{name}": "^1.0.0"',
                )
        kept = {key: self.data[key] for key in KEYS if key in self.data}
        files = {"package.json": f"{json.dumps(kept, indent=2)}\n".encode()}
        lock, notices = self._lock(sources)
        return files | lock, notices

    def _lock(self, sources: Sources) -> tuple[dict[str, bytes], list[str]]:
        path = self.path.removesuffix("package.json") + "package-lock.json"
        raw = sources.data(path, LOCK_LIMIT + 1)
        if not raw:
            return {}, []
        try:
            data = json.loads(decode(raw)) if len(raw) <= LOCK_LIMIT else None
        except (ValueError, RecursionError):
            data = None
        if not isinstance(data, dict):
            return {}, [f"{path} can't be read and was left out: npm install writes it anew"]
        try:
            lock, hosts = followed(data)
        except ValueError:  # an address that is none is one, too
            return {}, [f"{path} names packages from elsewhere than the npm registry and was left out"]
        places = f"{', '.join(host[:80] for host in hosts[:3])}{' and others' if len(hosts) > 3 else ''}"
        said = f"{path} takes packages from {places}: they were installed from the npm registry instead"
        return {"package-lock.json": json.dumps(lock).encode()}, [said] if hosts else []


def _too_large() -> Any:
    raise ValueError("it is larger than 1 MiB")


def _shape(path: str, text: str, data: Any) -> str:
    """What is wrong with the kinds of its values; empty if nothing is."""
    if not isinstance(data, dict):
        return f"{path}: line 1, column 1: it must be an object in braces, not {type(data).__name__}"
    for key in ("scripts", *NEEDS):
        table = data.get(key)
        if table is not None and not isinstance(table, dict):
            return f"{path}: {_place(text, key)}: '{key}' must be an object in braces"
        for name, value in (table or {}).items():
            if not isinstance(value, str):
                return f"{path}: {_place(text, name)}: '{name}' in '{key}' must be a text in double quotes"
    return ""


def _place(text: str, key: str) -> str:
    """Line and column of a key's value."""
    found = re.search(rf"{re.escape(json.dumps(key))}\s*:\s*", text)
    at = found.end() if found else 0
    return f"line {text.count(chr(10), 0, at) + 1}, column {at - text.rfind(chr(10), 0, at)}"


def _specs(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every dependency with what is wanted of it, those of `overrides` too."""
    for key in NEEDS:
        yield from (data.get(key) or {}).items()
    tables = [data.get("overrides")]
    while tables:
        table = tables.pop()
        for name, value in table.items() if isinstance(table, dict) else ():
            if isinstance(value, dict):
                tables.append(value)
            elif isinstance(value, str) and not value.startswith("$"):
                yield name.rpartition("@")[0] or name, value
