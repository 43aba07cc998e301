"""A fact about this machine, and what is looked at to find the facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from grader.errors import MachineError

State = Literal["ok", "warn", "bad"]
WAYS = ("docker", "local")


@dataclass(frozen=True)
class Fact:
    """What was found, and the cure where something is amiss.

    `warn`: grading works all the same. `bad`: one of the `ways` to grade does not work.
    """

    name: str
    found: str
    state: State = "ok"
    cure: str = ""
    ways: tuple[str, ...] = ()


@dataclass(frozen=True)
class Machine:
    """What the checks ask: an engine's client, or why there is none."""

    client: Any = None
    trouble: MachineError | None = None


Check = Callable[[Machine], Iterable[Fact]]
