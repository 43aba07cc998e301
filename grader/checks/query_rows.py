"""Holds the rows of a query against the right ones, and says what is wrong without giving the answer away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from grader.checks.shop import Shop
from grader.checks.shop_tasks import Row, Task
from grader.checks.values import Miss, say, shortened

DECIMALS = 2  # that averages are compared to: databases keep from four to sixteen


def judge(task: Task, shop: Shop, result: Mapping[str, Any]) -> None:
    """Raises Miss unless `result` (columns, rows, and whether there were more) is what the task asks for."""
    rows = in_order_of(task.columns, result)
    right = [settled(task, row) for row in task.right(shop)]
    if result.get("more"):
        raise Miss(
            counted(len(right)),
            f"more than {len(rows)}: is there a join without a condition, or one that always holds?",
        )
    got = [settled(task, row) for row in rows]
    if agree(task, got, right):
        return
    for words, mistake in task.mistakes.items():
        if agree(task, got, [settled(task, row) for row in mistake(shop)]):
            raise Miss(task.says, words)
    raise Miss(f"{task.says} ({counted(len(right))})", difference(task, got, right))


def agree(task: Task, one: Sequence[Row], other: Sequence[Row]) -> bool:
    return list(one) == list(other) if task.order else Counter(one) == Counter(other)


# --- columns ----------------------------------------------------------------------------------------------------------
def in_order_of(wanted: Sequence[str], result: Mapping[str, Any]) -> list[Row]:
    """The rows with their columns in the wanted order. Raises Miss for one that is missing, too many, or there twice.

    Some databases write names in small letters whatever they were given, so capitals make no difference.
    """
    columns = [str(name).lower() for name in result["columns"]]
    twice = [name for name in columns if columns.count(name) > 1]
    if twice:
        raise Miss(f"the columns {listed(wanted)}", f"two called {shortened(twice[0])}")
    missing = [name for name in wanted if name not in columns]
    others = [name for name in columns if name not in wanted]
    if missing or others:
        complaints = [f"{listed(missing)} missing"] * bool(missing) + [f"{listed(others)} too many"] * bool(others)
        raise Miss(f"the columns {listed(wanted)}", f"{listed(columns)} ({', '.join(complaints)})")
    places = [columns.index(name) for name in wanted]
    return [tuple(row[place] for place in places) for row in result["rows"]]


def listed(names: Iterable[str]) -> str:
    return shortened(", ".join(names)) or "none"


# --- rows -------------------------------------------------------------------------------------------------------------
def settled(task: Task, row: Iterable[Any]) -> Row:
    """A row as it is compared: whole numbers are whole, averages are cut to the decimals that count."""
    return tuple(plain(value, name in task.near) for name, value in zip(task.columns, row, strict=True))


def plain(value: Any, near: bool) -> Any:
    """A value that can be counted and compared. True and false are no numbers here."""
    if isinstance(value, (bool, list, dict)):
        return say(value)
    if isinstance(value, float):
        value = round(value, DECIMALS if near else 9)
        return int(value) if value.is_integer() else value
    return value


def difference(task: Task, got: Sequence[Row], right: Sequence[Row]) -> str:
    """What is wrong with rows that no known mistake gives."""
    if not got:
        return "no rows at all"
    missing, extra = Counter(right) - Counter(got), Counter(got) - Counter(right)
    if not missing and not extra:
        return misplaced(task, got, right)
    lost, odd = list(missing.elements()), list(extra.elements())
    if len(lost) == len(odd) == min(len(got), len(right)) and len(got) == len(right):
        return f"as many, but all of them differ, for example {told(task, odd[0])}"
    parts = [*too_many(task, odd, right), *too_few(task, lost, right)]
    changed = next(((mine, theirs) for mine in odd for theirs in lost if mine[0] == theirs[0]), None)
    if len(lost) == len(odd) and changed:
        names = [name for name, *pair in zip(task.columns, *changed, strict=True) if pair[0] != pair[1]]
        return f"{counted(len(odd))} with another {listed(names)}, for example {told(task, changed[0])}"
    return " and ".join(parts)


def misplaced(task: Task, got: Sequence[Row], right: Sequence[Row]) -> str:
    """Where the order begins to be another; whether it is only about rows that are equal in what comes first."""
    place = next(number for number, pair in enumerate(zip(got, right, strict=True)) if pair[0] != pair[1])
    key = task.columns.index(task.order[0])
    which = f"those with the same {task.order[0]}" if got[place][key] == right[place][key] else "they"
    return f"the right rows, but {which} are not in the order asked for: row {place + 1} is {told(task, got[place])}"


def too_many(task: Task, odd: Sequence[Row], right: Sequence[Row]) -> list[str]:
    if not odd:
        return []
    known = set(right)
    again = " that came before" if all(row in known for row in odd) else ""
    return [f"{counted(len(odd))}{again} too many, for example {told(task, odd[0])}"]


def too_few(task: Task, lost: Sequence[Row], right: Sequence[Row]) -> list[str]:
    """Rows that are not there; a group of them by its name where the task has one."""
    if not lost:
        return []
    for words, belongs in (task.absent or {}).items():
        if all(map(belongs, lost)) and len(lost) == sum(map(belongs, right)):
            return [f"{words} are missing, for example {told(task, lost[0])}"]
    return [f"{counted(len(lost))} missing, for example {told(task, lost[0])}"]


def counted(count: int) -> str:
    return f"{count} row" if count == 1 else f"{count} rows"


def told(task: Task, row: Row) -> str:
    """A row in words: `{"id": 7, "name": "Ada"}`."""
    return say(dict(zip(task.columns, row, strict=True)))
