"""How many statements an app sends to its database: counted there, or on SQLite in what it prints with LOG_SQL=1."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from grader.checks.remote import App, AppDatabase, Logs
from grader.checks.values import Miss

PRINTED = re.compile(r"(?m)\bSQL: *(?:SELECT|WITH)\b", re.IGNORECASE)
LOG_SQL = {"LOG_SQL": "1"}
SECONDS = 3.0
SETTLING = 0.3


class Statements:
    """Counts what a request costs. Starts the app with LOG_SQL=1 where nobody but itself can tell."""

    def __init__(self, app: App, database: AppDatabase, logs: Logs) -> None:
        self.database = database
        self.logs = logs
        if not database.is_server:
            app.restart(LOG_SQL)

    def of(self, ask: Callable[[], object]) -> int:
        """The statements that are sent while `ask` runs. Raises Miss where there is none to be seen."""
        count = self._at_the_server(ask) if self.database.is_server else self._in_the_log(ask)
        if count < 1:
            raise Miss(
                "at least one statement to be seen (with LOG_SQL=1 in a line that begins with SQL:)", "none at all"
            )
        return count

    def _at_the_server(self, ask: Callable[[], object]) -> int:
        before = self.database.statements()
        ask()
        return self.database.statements() - before

    def _in_the_log(self, ask: Callable[[], object]) -> int:
        mark = self.logs.mark()
        ask()
        deadline = time.monotonic() + SECONDS
        count = -1
        while time.monotonic() < deadline:
            count, before = len(PRINTED.findall(self.logs.since(mark))), count
            if count == before and count:  # nothing more came meanwhile
                break
            time.sleep(SETTLING)
        return count
