"""The learner's twelve queries: all run once, in the sandbox, over a shop drawn from the run's seed.

What can go wrong with a single one (it is not written yet, the database refuses it, it takes too long) is a Miss of
whoever asks for that one.
"""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import Any

from grader.checks.asking import asked
from grader.checks.channel import Channel
from grader.checks.project_files import LearnersFiles
from grader.checks.query_rows import counted, in_order_of, judge
from grader.checks.query_words import refusal, unlike
from grader.checks.shop import CANCELLED, TABLES, Order, Shop, as_table, as_tables
from grader.checks.shop_rows import draw_shop, draw_views
from grader.checks.shop_tasks import CHANGE, INDEX, INDEX_FIND, INDEX_QUERY, INDEXED, NUMBERS, TASKS, is_overdue
from grader.checks.values import Miss
from grader.server.answers import Unavailable

LONGEST = 20_000  # characters of a query
MODES = {CHANGE: "change", INDEX: "index"}
NOTHING = re.compile(r"(?:\s|;|--[^\n]*|#[^\n]*|(?>/\*(?![!M]).*?\*/))*+", re.DOTALL)
TITLES = {"sqlite": "SQLite", "postgres": "PostgreSQL", "mysql": "MySQL/MariaDB", "mongo": "MongoDB"}


class Queries:
    """`right("03")` holds 03 against what is right, `rows("03")` gives what came."""

    def __init__(self, channel: Channel, seed: int) -> None:
        self._channel = channel
        self._files = LearnersFiles(channel)
        self.seed = seed

    @cached_property
    def kind(self) -> str:
        """sqlite, postgres, mysql or mongo."""
        return str(asked(self._channel, ask="database")["kind"])

    @cached_property
    def shop(self) -> Shop:
        return draw_shop(self.seed)

    @cached_property
    def _texts(self) -> dict[str, str | Miss]:
        """What stands in each file, or what is wrong with that."""
        found: dict[str, str | Miss] = {}
        for number in NUMBERS:
            try:
                found[number] = self._text(number)
            except Miss as miss:
                found[number] = miss
        return found

    @cached_property
    def _results(self) -> dict[str, Any] | Unavailable | Miss:
        """What became of each, or why nothing did: that is asked once, too."""
        try:
            return self._ran()
        except (Unavailable, Miss) as why:
            return why

    def _ran(self) -> dict[str, Any]:
        texts = {number: text for number, text in self._texts.items() if isinstance(text, str)}
        if not texts:
            return {}
        result = asked(self._channel, ask="queries", job=job(self.kind, self.shop, self.seed, texts))["result"]
        if "failed" in result:
            raise Unavailable(f"the shop could not be laid down in {TITLES[self.kind]}: {result['failed']}")
        return dict(result["results"])

    def file(self, number: str) -> str:
        """Where a query stands."""
        return f"queries/{number}.{'json' if self.kind == 'mongo' else 'sql'}"

    def _text(self, number: str) -> str:
        text = self._files.text(self.file(number)).removeprefix("\ufeff")
        if NOTHING.fullmatch(text):
            raise Miss(f"{'a command' if self.kind == 'mongo' else 'a query'} in {self.file(number)}", "none yet")
        if len(text) > LONGEST:
            raise Miss(f"at most {LONGEST} characters in {self.file(number)}", f"{len(text)}")
        return text

    def outcome(self, number: str) -> dict[str, Any]:
        """What became of one query, a refusal too. Raises Miss where there is none."""
        text = self._texts[number]
        if isinstance(text, Miss):
            raise text
        if isinstance(self._results, Exception):
            raise self._results
        return dict(self._results[number])

    def result(self, number: str) -> dict[str, Any]:
        """What one query gave. Raises Miss with the words for whatever kept it from giving anything."""
        outcome = self.outcome(number)
        if "refused" in outcome:
            raise refusal(self.file(number), TITLES[self.kind], outcome)
        return outcome

    def rows(self, number: str) -> list[dict[str, Any]]:
        """The rows that one query gave, as objects."""
        wanted = TASKS[number].columns
        return [dict(zip(wanted, row, strict=True)) for row in in_order_of(wanted, self.result(number))]

    def right(self, number: str) -> None:
        """Raises Miss unless one of 01 to 10 gives exactly what its task asks for."""
        judge(TASKS[number], self.shop, self.result(number))

    def single(self) -> None:
        """Raises Miss for a file with more than one statement."""
        self._none_refused("two")

    def reads_only(self) -> None:
        """Raises Miss for a file of 01 to 10 that tries to write."""
        self._none_refused("writes")

    def _none_refused(self, why: str) -> None:
        for number in NUMBERS:
            if isinstance(self._texts[number], str) and self.outcome(number).get("refused") == why:
                self.result(number)

    # --- change -------------------------------------------------------------------------------------------------------
    def changes_exactly(self) -> None:
        """Raises Miss unless 11 cancels the open orders of before 2025, and touches nothing else."""
        after = self.result(CHANGE)["tables"]
        for name in TABLES:
            if name != "orders" and sorted(map(json.dumps, after[name])) != sorted(
                map(json.dumps, getattr(self.shop, name))
            ):
                raise Miss(f"no change in the table {name}", "other rows in it than before")
        orders = {json.dumps(row[0]): Order(*row) for row in after["orders"]}
        if orders.keys() != {json.dumps(order.id) for order in self.shop.orders}:
            got = counted(len(orders)) if len(orders) != len(self.shop.orders) else "others"
            raise Miss(f"the same {counted(len(self.shop.orders))} in orders, changed or not", got)
        for order in self.shop.orders:
            wanted = order._replace(status=CANCELLED) if is_overdue(order.status, order.ordered_on) else order
            if orders[json.dumps(order.id)] != wanted:
                raise unlike(order, wanted, orders[json.dumps(order.id)])

    # --- index --------------------------------------------------------------------------------------------------------
    def is_used(self) -> None:
        """Raises Miss unless the planner finds the rows of the given query by the index that 12 makes."""
        result = self.result(INDEX)
        before, after, made = result["before"], result["after"], result["indexes"]
        if before["how"] != "scan":
            raise Unavailable(f"{TITLES[self.kind]} finds the rows without any index: {before['words']}")
        if not made:
            raise Miss(f"a new index on {INDEXED}", "none")
        mine = next((index for index in made if index["name"] == after["index"]), None)
        if after["how"] == "search" and mine:
            return
        known = "; ".join(f"{index['name']} begins with {index['columns'][0]}" for index in made if index["columns"])
        raise Miss("a plan that finds the rows by your index", f"one that reads all: {after['words']}. {known}".strip())


def job(kind: str, shop: Shop, seed: int, texts: dict[str, str]) -> dict[str, Any]:
    """What the sandbox is asked to do. The answers stay here."""
    queries: list[dict[str, Any]] = []
    for number, text in texts.items():
        query: dict[str, Any] = {"name": number, "text": text, "mode": MODES.get(number, "read")}
        if number == INDEX:
            query |= {"table": INDEXED, "explain": INDEX_FIND if kind == "mongo" else INDEX_QUERY}
            query |= {"tables": {INDEXED: as_table(INDEXED, draw_views(seed))}}
        queries.append(query)
    return {"kind": kind, "tables": as_tables(shop), "queries": queries}
