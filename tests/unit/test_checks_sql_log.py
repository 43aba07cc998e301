"""How statements are counted: at the server, and in the app's own log where that does not tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from grader.checks.sql_log import Statements
from grader.checks.values import Miss
from grader.server.answers import Unavailable


class Played:
    """App, database and logs in one. Each request sends three statements, of which `seen` are counted."""

    def __init__(self, *, server: bool, seen: int | None, printed: bool = True) -> None:
        self.is_server, self.seen, self.printed = server, seen, printed
        self.asked = 0
        self.environment: Mapping[str, str] = {}

    def restart(self, env: Mapping[str, str]) -> None:
        self.environment = env

    def ask(self) -> None:
        self.asked += 1

    def statements(self) -> int:
        if self.seen is None:
            raise Unavailable("needs the count of statements")
        return self.asked * self.seen

    def mark(self) -> float:
        return float(self.asked)

    def since(self, mark: float) -> str:
        if not (self.printed and self.environment):
            return "started\n"
        return "SQL: SELECT 1\nSQL: with x as (y) select 2\nsql: SELECT 3\nSQL: UPDATE z\n" * int(self.asked - mark)

    def counter(self) -> Statements:
        played: Any = self
        return Statements(played, played, played)


@pytest.mark.parametrize(
    ("played", "count", "restarted"),
    [
        (Played(server=True, seen=5), 5, False),
        (Played(server=True, seen=0), 3, True),  # it does not tell the app's from the grader's
        (Played(server=True, seen=None), 3, True),  # it does not count
        (Played(server=False, seen=None), 3, True),
    ],
)
def test_what_is_counted(played: Played, count: int, restarted: bool) -> None:
    """The server's count where there is one, else the statements that the app prints, the same way each time."""
    counter = played.counter()
    assert [counter.of(played.ask), counter.of(played.ask)] == [count, count]
    assert bool(played.environment) == restarted


@pytest.mark.parametrize("server", [True, False])
def test_none_to_be_seen(server: bool) -> None:
    """An app that shows none anywhere has not been judged right."""
    played = Played(server=server, seen=0 if server else None, printed=False)
    with pytest.raises(Miss, match="none at all"):
        played.counter().of(played.ask)
