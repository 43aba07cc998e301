"""How many statements an app sends to its database: counted there, or else in what it prints with LOG_SQL=1.

SQLite counts nothing, and a server of somebody's own may not, or not tell the app's statements from the grader's.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from grader.checks.app import App
from grader.checks.database import AppDatabase
from grader.checks.logs import Logs
from grader.checks.values import Miss
from grader.server.answers import Unavailable

PRINTED = re.compile(r"(?m)\bSQL: *(?:SELECT|WITH)\b", re.IGNORECASE)
LOG_SQL = {"LOG_SQL": "1"}
SECONDS = 3.0
SETTLING = 0.3


class Statements:
    """Counts what a request costs. Starts the app with LOG_SQL=1 where nobody but itself can tell."""

    def __init__(self, app: App, database: AppDatabase, logs: Logs) -> None:
        self.app = app
        self.database = database
        self.logs = logs
        self.logged = False
        if not database.is_server:
            self._read_the_log()

    def of(self, ask: Callable[[], object]) -> int:
        """The statements that are sent while `ask` runs. Raises Miss where there is none to be seen."""
        count = 0 if self.logged else self._at_the_server(ask)
        if count < 1 and not self.logged:
            self._read_the_log()
        if self.logged:
            count = self._in_the_log(ask)
        if count < 1:
            raise Miss(
                "at least one statement to be seen (with LOG_SQL=1 in a line that begins with SQL:)", "none at all"
            )
        return count

    def _read_the_log(self) -> None:
        self.app.restart(LOG_SQL)
        self.logged = True

    def _at_the_server(self, ask: Callable[[], object]) -> int:
        """None where the server does not say."""
        try:
            before = self.database.statements()
            ask()
            return self.database.statements() - before
        except Unavailable:
            return 0

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
