"""Values, plans and statements that all kinds of databases have in common."""

from __future__ import annotations

import datetime
import decimal
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

LONGEST_VALUE = 2000  # characters of a text
LONGEST_WORDS = 300


def shortened(words: str, longest: int = LONGEST_WORDS) -> str:
    one_line = " ".join(words.split())
    return one_line if len(one_line) <= longest else f"{one_line[:longest]}…"


class Refused(Exception):  # noqa: N818  # an answer, not a fault
    """A query that gives nothing; `why` is one of the reasons above."""

    def __init__(self, why: str, words: str = "") -> None:
        super().__init__(words)
        self.why = why
        self.words = shortened(words)


def plain(value: Any, levels: int = 6) -> Any:
    """A value as JSON: whole numbers whole, days and times as ISO texts, all that is long cut."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, decimal.Decimal):
        whole = value.is_finite() and abs(value) < 10**15 and value == int(value)
        value = int(value) if whole else float(value)
    if isinstance(value, int):
        return value if abs(value) < 10**30 else f"{str(value)[:30]}…" if abs(value) < 10**300 else "…"
    if isinstance(value, float):
        return value if abs(value) < float("inf") else str(value)
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat(" ") if isinstance(value, datetime.datetime) else value.isoformat()
    if isinstance(value, (bytes, bytearray, memoryview)):
        value = bytes(value[:LONGEST_VALUE]).decode("latin-1")
    if isinstance(value, (dict, list, tuple)) and levels:
        if isinstance(value, dict):
            return {str(key): plain(inner, levels - 1) for key, inner in value.items()}
        return [plain(inner, levels - 1) for inner in value]
    text = str(getattr(value, "to_decimal", lambda: value)())
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def taken(columns: Sequence[str], rows: Iterable[Sequence[Any]], limits: dict[str, Any]) -> dict[str, Any]:
    """Rows as far as there is room for them."""
    kept: list[list[Any]] = []
    room = limits["bytes"] - len(json.dumps(columns))
    if room < 0:
        raise Refused("large", f"{len(columns)} columns")
    for row in rows:
        made = [plain(value) for value in row]
        room -= len(json.dumps(made))
        if len(kept) >= limits["rows"] or room < 0:
            return {"columns": list(columns), "rows": kept, "more": True}
        kept.append(made)
    return {"columns": list(columns), "rows": kept, "more": False}


def plan(how: str, index: str | None, words: str) -> dict[str, Any]:
    return {"how": how, "index": index and shortened(index), "words": shortened(words)}


def named(indexes: dict[str, list[str]]) -> list[dict[str, Any]]:
    """Indexes and what they are sorted by."""
    return [{"name": shortened(n), "columns": [shortened(c, 60) for c in cs[:10]]} for n, cs in indexes.items()]


def select(table: str, columns: Sequence[str]) -> str:
    """A table's rows; both names are our own."""
    return f"SELECT {', '.join(columns)} FROM {table} ORDER BY {columns[0]}"  # noqa: S608


def insert(table: str, columns: Sequence[str], mark: str) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join([mark] * len(columns))})"  # noqa: S608


def objects_in(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of a plan, from the outside inwards."""
    if isinstance(node, dict):
        yield node
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from objects_in(inner)
