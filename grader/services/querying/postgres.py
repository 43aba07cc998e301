"""PostgreSQL: by psycopg."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Iterable, Iterator
from typing import Any

from .engine import Engine
from .values import Refused, named, objects_in, plan, select, taken


class Postgres(Engine):
    """Each query has a connection of its own, and a transaction that is never committed."""

    def connect(self, **options: str) -> Any:
        self.psycopg = importlib.import_module("psycopg")
        options = {"statement_timeout": str(int(self.seconds * 1000)), "jit": "off", **options}
        server = self.server
        return self.psycopg.connect(
            host=server["host"],
            port=server["port"],
            user=server["user"],
            password=server["password"],
            dbname=server["database"],
            connect_timeout=5,
            options=" ".join(f"-c {name}={value}" for name, value in options.items()),
        )

    def lay(self) -> str:
        with contextlib.closing(self.connect(statement_timeout="30000")) as connection:
            for name in reversed(self.tables):
                connection.execute(f"DROP TABLE IF EXISTS {name}")
            self.fill(connection, self.tables)
            version = connection.execute("SHOW server_version").fetchone()[0]
            connection.commit()
        return str(version)

    def fill(self, connection: Any, tables: dict[str, dict[str, Any]]) -> None:
        cursor = connection.cursor()
        for name, table in tables.items():
            cursor.execute(table["schema"])
            with cursor.copy(f"COPY {name} ({', '.join(table['columns'])}) FROM STDIN") as copy:
                for row in table["rows"]:
                    copy.write_row(row)

    def read(self, query: dict[str, Any]) -> dict[str, Any]:
        with contextlib.closing(self.connect(default_transaction_read_only="on")) as connection:
            cursor = connection.cursor()
            rows = cursor.stream(query["text"])  # row by row, by the protocol for one statement
            first = next(rows, None)
            if first is None:
                return taken(self.described(connection, query["text"]), (), self.limits)
            return taken([column.name for column in cursor.description], chained(first, rows), self.limits)

    def described(self, connection: Any, text: str) -> list[str]:
        """The columns of a statement that gave no rows. Raises Refused where it has none."""
        connection.pgconn.prepare(b"again", text.encode())
        facts = connection.pgconn.describe_prepared(b"again")
        if not facts.nfields:
            raise Refused("nothing")
        return [facts.fname(place).decode() for place in range(facts.nfields)]

    def change(self, query: dict[str, Any]) -> dict[str, Any]:
        with contextlib.closing(self.connect()) as connection:
            connection.execute(query["text"], prepare=True)  # prepared: one statement
            return self.all_rows(lambda name: connection.execute(select(name, self.tables[name]["columns"])))

    def index(self, query: dict[str, Any]) -> dict[str, Any]:
        table = query["table"]
        with contextlib.closing(self.connect()) as connection:
            self.fill(connection, query["tables"])
            connection.execute(f"ANALYZE {table}")
            before, old = self.planned(connection, query["explain"]), self.indexes(connection, table)
            connection.execute(query["text"], prepare=True)
            connection.execute(f"ANALYZE {table}")
            new = [index for index in self.indexes(connection, table) if index not in old]
            firsts = {index["name"]: index["columns"][0] for index in new if index["columns"]}
            return {"before": before, "after": self.planned(connection, query["explain"], firsts), "indexes": new}

    def planned(self, connection: Any, text: str, firsts: dict[str, str] | None = None) -> dict[str, Any]:
        """Found by an index is what has a condition on its first column; others read the whole index.

        A bitmap without a condition is of a partial index, whose own condition is the query's.
        """
        answer = connection.execute(f"EXPLAIN (FORMAT JSON) {text}").fetchone()[0]
        nodes = [node for node in objects_in(answer) if "Node Type" in node]
        words = "; ".join(
            f"{n['Node Type']} {n.get('Index Name', '')} {n.get('Index Cond', '')}".strip() for n in nodes
        )
        for node in nodes:
            name, condition = node.get("Index Name"), node.get("Index Cond", "")
            first = (firsts or {}).get(str(name), "")
            partial = node["Node Type"] == "Bitmap Index Scan" and not condition
            if name and (partial or (condition and (firsts is None or (first and first in condition)))):
                return plan("search", name, words)
        return plan("scan", None, words)

    def indexes(self, connection: Any, table: str) -> list[dict[str, Any]]:
        listing = """
            SELECT c.relname, array_agg(pg_get_indexdef(i.indexrelid, k, true) ORDER BY k)
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid, generate_series(1, i.indnkeyatts) k
            WHERE i.indrelid = %s::regclass GROUP BY c.relname ORDER BY c.relname
        """
        return named(dict(connection.execute(listing, [table]).fetchall()))

    def refusal(self, error: Exception, text: str) -> Refused:
        state = getattr(error, "sqlstate", None)
        notes = getattr(error, "diag", None)
        words = (notes and notes.message_primary) or str(error)
        if state == "42601" and "multiple commands" in words:
            return Refused("two", words)
        if state in ("25006", "57014"):
            return Refused("writes" if state == "25006" else "slow", words)
        if "EMPTY_QUERY" in words or "didn't produce a result" in words:
            return Refused("nothing")
        if "COPY cannot be used" in words:
            return Refused("forbidden", "COPY")
        if "out of memory" in words or "allocate memory" in words:
            return Refused("large", words)
        if notes and notes.statement_position:
            line = text[: int(notes.statement_position) - 1].count("\n") + 1
            words = f"line {line}: {words}"
        return Refused("engine", f"{words}{f' ({notes.message_hint})' if notes and notes.message_hint else ''}")


def chained(first: Any, rest: Iterable[Any]) -> Iterator[Any]:
    yield first
    yield from rest
