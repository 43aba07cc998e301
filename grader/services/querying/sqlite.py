"""SQLite: in memory, by the library that comes with Python."""

from __future__ import annotations

import contextlib
import importlib
import re
import time
from collections.abc import Iterator
from typing import Any

from .engine import Engine
from .values import Refused, insert, named, plan, select, taken

MEMORY = 200 << 20  # bytes


class SQLite(Engine):
    """In memory; each query has a copy of its own."""

    def lay(self) -> str:
        self.sqlite = importlib.import_module("sqlite3")
        self.made = self.sqlite.connect(":memory:", isolation_level=None, check_same_thread=False)
        self.fill(self.made, self.tables)
        names = ("SELECT", "READ", "FUNCTION", "RECURSIVE")
        self.reading = {getattr(self.sqlite, f"SQLITE_{name}") for name in names}
        self.writing = {getattr(self.sqlite, f"SQLITE_{name}") for name in ("INSERT", "UPDATE", "DELETE")}
        return str(self.sqlite.sqlite_version)

    def fill(self, connection: Any, tables: dict[str, dict[str, Any]]) -> None:
        for name, table in tables.items():
            connection.execute(table["schema"])
            connection.executemany(insert(name, table["columns"], "?"), table["rows"])

    @contextlib.contextmanager
    def copied(self, tables: dict[str, dict[str, Any]] | None = None) -> Iterator[Any]:
        """A copy of the shop with limits on what a query may take."""
        with contextlib.closing(self.sqlite.connect(":memory:", isolation_level=None)) as connection:
            self.made.backup(connection)
            self.fill(connection, tables or {})
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute(f"PRAGMA hard_heap_limit = {MEMORY}")
            for name, most in (("LENGTH", 1 << 20), ("COLUMN", 100), ("ATTACHED", 0), ("LIKE_PATTERN_LENGTH", 200)):
                connection.setlimit(getattr(self.sqlite, f"SQLITE_LIMIT_{name}"), most)
            yield connection

    def execute(self, connection: Any, text: str, allowed: set[int]) -> Any:
        """Runs the learner's statement with nothing allowed but that; its cursor."""
        self.denied, self.until = 0, time.monotonic() + self.seconds
        connection.set_progress_handler(lambda: time.monotonic() > self.until, 10_000)

        def judge(action: int, one: str | None, *_: object) -> int:
            inner = action in allowed and (action == self.sqlite.SQLITE_READ or not str(one).startswith("sqlite_"))
            if inner or (self.sqlite.SQLITE_CREATE_INDEX in allowed and action in allowed):
                return int(self.sqlite.SQLITE_OK)
            self.denied, self.schema = action, str(one).startswith("sqlite_")
            return int(self.sqlite.SQLITE_DENY)

        connection.set_authorizer(judge)
        try:
            return connection.execute(text.rstrip("; \t\r\n"))
        finally:
            connection.set_authorizer(None)

    def read(self, query: dict[str, Any]) -> dict[str, Any]:
        with self.copied() as connection:
            connection.execute("PRAGMA query_only = ON")
            cursor = self.execute(connection, query["text"], self.reading)
            if cursor.description is None:
                raise Refused("nothing")
            return taken([column[0] for column in cursor.description], cursor, self.limits)

    def change(self, query: dict[str, Any]) -> dict[str, Any]:
        with self.copied() as connection:
            self.execute(connection, query["text"], self.reading | self.writing).fetchall()
            return self.all_rows(lambda name: connection.execute(select(name, self.tables[name]["columns"])))

    def index(self, query: dict[str, Any]) -> dict[str, Any]:
        with self.copied(query["tables"]) as connection:
            connection.execute("ANALYZE")
            before, old = self.planned(connection, query["explain"]), self.indexes(connection, query["table"])
            making = {self.sqlite.SQLITE_CREATE_INDEX, self.sqlite.SQLITE_REINDEX, self.sqlite.SQLITE_INSERT}
            self.execute(connection, query["text"], self.reading | making).fetchall()
            connection.execute("ANALYZE")
            new = [index for index in self.indexes(connection, query["table"]) if index not in old]
            return {"before": before, "after": self.planned(connection, query["explain"]), "indexes": new}

    def planned(self, connection: Any, text: str) -> dict[str, Any]:
        """`SEARCH … USING INDEX name (column=?)` finds rows; `SCAN … USING INDEX name` reads the whole index."""
        steps = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {text}")]
        tries = (re.match(r"SEARCH .*?USING (?:COVERING )?INDEX (.+) \((?!ANY)", step) for step in steps)
        found = next(filter(None, tries), None)
        return plan("search" if found else "scan", found[1] if found else None, "; ".join(steps))

    def indexes(self, connection: Any, table: str) -> list[dict[str, Any]]:
        names = [row[0] for row in connection.execute("SELECT name FROM pragma_index_list(?)", [table])]
        listing = "SELECT coalesce(name, 'an expression') FROM pragma_index_info(?) ORDER BY seqno"
        return named({name: [row[0] for row in connection.execute(listing, [name])] for name in names})

    def refusal(self, error: Exception, text: str) -> Refused:
        words = str(error)
        if "one statement at a time" in words:
            return Refused("two", words)
        if time.monotonic() > self.until and "interrupt" in words:
            return Refused("slow", words)
        if "prohibited" in words or "not authorized" in words or "authorization denied" in words:
            kind = next((name for name in WRITES if getattr(self.sqlite, name) == self.denied), "")
            if not kind or (self.schema and kind == "SQLITE_UPDATE"):  # which is what asking for the schema does
                return Refused("forbidden", f"something else ({words})")
            return Refused("writes", "a change of the tables themselves" if self.schema else kind[7:].replace("_", " "))
        if "query_only" in words or "readonly" in words:
            return Refused("writes", words)
        return Refused("large" if "too big" in words else "engine", words)


WRITES = {f"SQLITE_{word}" for word in "INSERT UPDATE DELETE DROP_TABLE ALTER_TABLE DROP_INDEX DROP_VIEW".split()}
WRITES |= {f"SQLITE_CREATE_{word}" for word in "INDEX TABLE VIEW TRIGGER TEMP_TABLE TEMP_VIEW TEMP_TRIGGER".split()}
