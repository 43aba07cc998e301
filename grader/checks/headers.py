"""Names and values of a message's headers, found by their names in any case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any


class Headers(Mapping[str, str]):
    """As they came, in order; several of one name as one, as RFC 9110, 5.3 has it."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._found: dict[str, tuple[str, str]] = {}
        for name, value in pairs:
            key = name.lower()
            known = self._found.get(key)
            self._found[key] = (name, value if known is None else f"{known[1]}, {value}")

    def __getitem__(self, name: str) -> str:
        return self._found[name.lower()][1]

    def get(self, name: str, default: Any = None) -> Any:
        found = self._found.get(name.lower())
        return default if found is None else found[1]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._found

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self._found.values())

    def __len__(self) -> int:
        return len(self._found)
