"""MariaDB and MySQL: by PyMySQL."""

from __future__ import annotations

import contextlib
import importlib
import json
import re
from collections.abc import Iterator
from typing import Any

from .engine import Engine
from .values import Refused, insert, named, objects_in, plan, select, taken

BLANK = re.compile(r"(?:\s|;|--[^\n]*|(?>/\*.*?\*/))*+", re.DOTALL)


class MySQL(Engine):
    """Each query has a connection of its own. What changes tables' definitions commits here, so that is looked for."""

    def connect(self) -> Any:
        self.pymysql = importlib.import_module("pymysql")
        server = self.server
        return self.pymysql.connect(  # without MULTI_STATEMENTS: one statement
            host=server["host"],
            port=server["port"],
            user=server["user"],
            password=server["password"],
            database=server["database"],
            charset="utf8mb4",
            connect_timeout=5,
            read_timeout=self.seconds + 3,
            write_timeout=self.seconds + 3,
            cursorclass=importlib.import_module("pymysql.cursors").SSCursor,  # row by row
        )

    @contextlib.contextmanager
    def session(self, *statements: str) -> Iterator[Any]:
        """A cursor; what it has not read is dropped with its connection."""
        connection = self.connect()
        cursor = connection.cursor()
        try:
            for statement in statements:
                self.execute(cursor, statement)
            yield cursor
        finally:
            unread = cursor._result
            if unread is not None:
                unread.unbuffered_active = False
            with contextlib.suppress(Exception):
                connection.close()

    def execute(self, cursor: Any, text: str) -> Any:
        cursor.execute(text)
        return cursor.fetchall()

    def lay(self) -> str:
        with self.session("ALTER DATABASE CHARACTER SET utf8mb4") as cursor:
            version = self.execute(cursor, "SELECT version()")[0][0]
            self.fill(cursor, self.tables)
        self.sums = self.checksums()
        self.limited = (self.limit(version),)
        return str(version)

    def limit(self, version: str) -> str:
        """The setting for a statement's time: MariaDB's in seconds, MySQL's (for SELECT alone) in milliseconds."""
        if "mariadb" in version.lower():
            return f"SET SESSION max_statement_time = {self.seconds}"
        return f"SET SESSION max_execution_time = {int(self.seconds * 1000)}"

    def fill(self, cursor: Any, tables: dict[str, dict[str, Any]]) -> None:
        self.execute(cursor, "SET FOREIGN_KEY_CHECKS = 0")
        for name in tables:
            self.execute(cursor, f"DROP TABLE IF EXISTS {name}")
        for name, table in tables.items():
            self.execute(cursor, table["schema"])
            cursor.executemany(insert(name, table["columns"], "%s"), table["rows"])
        cursor.connection.commit()
        self.execute(cursor, "SET FOREIGN_KEY_CHECKS = 1")

    def checksums(self) -> Any:
        """A number for each table that changes with its rows, NULL where it is gone."""
        with self.session() as cursor:
            return self.execute(cursor, f"CHECKSUM TABLE {', '.join(self.tables)}")

    def mended(self) -> bool:
        """Whether a query has changed the tables for good; they are laid down again."""
        if self.checksums() == self.sums:
            return False
        with self.session() as cursor:
            self.fill(cursor, self.tables)
        return True

    def read(self, query: dict[str, Any]) -> dict[str, Any]:
        try:
            return self.rows(query["text"])
        finally:
            if self.mended():
                raise Refused("writes", "the tables are not as they were")

    def rows(self, text: str) -> dict[str, Any]:
        only_read = ("SET SESSION TRANSACTION READ ONLY", "START TRANSACTION READ ONLY")
        with self.session(*self.limited, *only_read) as cursor:
            cursor.execute(text)
            if cursor.description is None:
                raise Refused("nothing")
            return taken([column[0] for column in cursor.description], cursor, self.limits)

    def change(self, query: dict[str, Any]) -> dict[str, Any]:
        try:
            with self.session(*self.limited, "START TRANSACTION") as cursor:
                self.execute(cursor, query["text"])
                return self.all_rows(lambda name: self.execute(cursor, select(name, self.tables[name]["columns"])))
        finally:
            self.mended()

    def index(self, query: dict[str, Any]) -> dict[str, Any]:
        table = query["table"]
        with self.session(*self.limited) as cursor:
            self.fill(cursor, query["tables"])
            self.execute(cursor, f"ANALYZE TABLE {table}")
            before, old = self.planned(cursor, query["explain"]), self.indexes(cursor, table)
            self.execute(cursor, query["text"])
            self.execute(cursor, f"ANALYZE TABLE {table}")
            new = [index for index in self.indexes(cursor, table) if index not in old]
            after = self.planned(cursor, query["explain"])
            self.execute(cursor, f"DROP TABLE {table}")
        return {"before": before, "after": after, "indexes": new}

    def planned(self, cursor: Any, text: str) -> dict[str, Any]:
        """`ref`, `range` and their like find rows; `ALL` reads the table, `index` all of an index."""
        answer = json.loads(self.execute(cursor, f"EXPLAIN FORMAT=JSON {text}")[0][0])
        nodes = [node for node in objects_in(answer) if "access_type" in node]
        words = "; ".join(f"{node['access_type']} {node.get('key', '')}".strip() for node in nodes)
        found = next((node for node in nodes if node["access_type"] in ("ref", "range", "eq_ref", "const")), None)
        return plan("search" if found else "scan", found.get("key") if found else None, words)

    def indexes(self, cursor: Any, table: str) -> list[dict[str, Any]]:
        listing = """
            SELECT index_name, column_name FROM information_schema.statistics
            WHERE table_schema = database() AND table_name = %s ORDER BY index_name, seq_in_index
        """
        cursor.execute(listing, [table])
        found: dict[str, list[str]] = {}
        for name, column in cursor.fetchall():
            found.setdefault(name, []).append(column or "an expression")
        return named(found)

    def refusal(self, error: Exception, text: str) -> Refused:
        number, *rest = error.args or (0,)
        words = str(rest[0]) if rest else str(error)
        if number in (1969, 3024) or "timed out" in words:
            return Refused("slow", words)
        if number in (1792, 1290):
            return Refused("writes", words)
        if number == 1065:
            return Refused("nothing")
        if number == 1064 and second_statement(text, words):
            return Refused("two", words)
        return Refused(
            "engine", words.replace("check the manual that corresponds to your MariaDB server version for ", "")
        )


def second_statement(text: str, words: str) -> bool:
    """Whether a syntax error is about what follows a semicolon: the server names the words that it can't place."""
    near = re.search(r"near '(.+)' at line \d+\Z", words, re.DOTALL)
    place = text.find(near[1][:60]) if near else -1
    start = text.rfind(";", 0, place + 1) if place > 0 else -1
    return start >= 0 and BLANK.fullmatch(text[start:place]) is not None
