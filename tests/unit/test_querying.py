"""The program that runs queries in the sandbox: its limits, its guards, and what it makes of drivers' answers."""

from __future__ import annotations

import datetime
import decimal
import importlib
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from grader.checks.queries import job
from grader.checks.query_rows import judge
from grader.checks.shop_rows import draw_shop
from grader.checks.shop_tasks import INDEX_FIND, TASKS
from grader.services.querying import program
from grader.services.querying.engine import MOST_BYTES
from grader.services.querying.mongo import Mongo
from grader.services.querying.mysql import MySQL
from grader.services.querying.postgres import Postgres
from grader.services.querying.program import LIMITS
from grader.services.querying.values import Refused, objects_in, plain, plan, taken

SHOP = draw_shop(5)
MONGO_QUERIES = Path(__file__).with_name("mongo_queries")


def run(text: str, mode: str = "read", **limits: Any) -> dict[str, Any]:
    """What becomes of one query on SQLite."""
    made = job("sqlite", SHOP, 5, {"12": text}) | {"limits": limits}
    made["queries"][0] |= {"name": "q", "mode": mode}
    found: dict[str, Any] = program.run(made)["results"]["q"]
    return found


# --- values -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "made"),
    [
        (None, None),
        (True, True),
        (decimal.Decimal("5.00"), 5),
        (decimal.Decimal("5.25"), 5.25),
        (decimal.Decimal("NaN"), "nan"),
        (decimal.Decimal("Infinity"), "inf"),
        (decimal.Decimal(10) ** 400, "inf"),
        (10**40, f"{str(10**40)[:30]}…"),
        pytest.param(10**5000, "…", id="huge"),
        (float("nan"), "nan"),
        (datetime.date(2025, 1, 2), "2025-01-02"),
        (datetime.datetime(2025, 1, 2, 3, 4), "2025-01-02 03:04:00"),
        (datetime.timedelta(hours=1), "1:00:00"),
        (b"\x00\xff", "\x00ÿ"),
        (memoryview(b"ab"), "ab"),
        ("x" * 3000, "x" * 2000 + "…"),
        ({"a": [decimal.Decimal(1), (2,)]}, {"a": [1, [2]]}),
        (SimpleNamespace(to_decimal=lambda: decimal.Decimal("1.5")), "1.5"),
    ],
)
def test_values(value, made):
    """Every value becomes one that JSON has, whatever the driver gives, and none is long."""
    assert plain(value) == made
    json.dumps(plain(value), allow_nan=False)


def test_deep_values():
    """What is nested without end is cut."""
    deep: Any = []
    for _ in range(200):
        deep = [deep]
    assert len(json.dumps(plain(deep))) < 2100


def test_room():
    """Rows are taken while there is room for them, by number and by size."""
    limits = {"rows": 3, "bytes": 1000}
    assert taken(["a"], ([n] for n in range(3)), limits) == {"columns": ["a"], "rows": [[0], [1], [2]], "more": False}
    assert taken(["a"], ([n] for n in range(10**9)), limits)["rows"] == [[0], [1], [2]]
    assert taken(["a"], [["x" * 600], ["x" * 600]], limits) == {"columns": ["a"], "rows": [["x" * 600]], "more": True}


# --- SQLite -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "SELECT 1 AS a",
        "SELECT 1 AS a;",
        "-- x\nSELECT 1 AS a;\n-- y\n",
        "SELECT 1 AS a ; ;\n",
        "/* a; b */ SELECT 1 AS a",
    ],
)
def test_one_statement(text):
    """Comments and semicolons at the end make no second statement."""
    assert run(text) == {"columns": ["a"], "rows": [[1]], "more": False}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("SELECT 1; SELECT 2", "two"),
        ("SELECT 1; DELETE FROM orders", "two"),
        ("SELECT custmer FROM orders", "engine"),
        ("SELEC 1", "engine"),
        ("SELECT 'a\0b'", "engine"),
        ("-- nothing", "nothing"),
        ("INSERT INTO products VALUES (1, 'a', 'b', 1)", "writes"),
        ("UPDATE orders SET status = 'x' RETURNING id", "writes"),
        ("DELETE FROM orders", "writes"),
        ("REPLACE INTO products VALUES (1, 'a', 'b', 1)", "writes"),
        ("DROP TABLE reviews", "writes"),
        ("ALTER TABLE reviews ADD COLUMN a", "writes"),
        ("CREATE TEMP TABLE z AS SELECT 1", "writes"),
        ("CREATE VIEW z AS SELECT 1", "writes"),
        ("CREATE INDEX z ON orders (status)", "writes"),
        ("ATTACH 'other.db' AS other", "forbidden"),
        ("ATTACH ':memory:' AS other", "forbidden"),
        ("PRAGMA query_only = OFF", "forbidden"),
        ("SELECT * FROM pragma_table_info('orders')", "forbidden"),
        ("VACUUM INTO 'copy.db'", "forbidden"),
        ("BEGIN", "forbidden"),
        ("SELECT load_extension('x')", "forbidden"),
        ("SELECT hex(zeroblob(100000000))", "large"),
        (f"SELECT 1 AS {'a' * 50_000}", "large"),
    ],
)
def test_refused(text, why, tmp_path, monkeypatch):
    """A SELECT task reads the shop and nothing else; every refusal has its reason, and no file is made."""
    monkeypatch.chdir(tmp_path)
    assert run(text)["refused"] == why
    assert not [*tmp_path.iterdir()]


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "


def test_limits():
    """A query that never ends is stopped, one that gives rows without end is cut."""
    slow = run(f"{ENDLESS} SELECT COUNT(*) FROM n", seconds=0.2)
    assert slow["refused"] == "slow" and slow["seconds"] == 0.2
    many = run(f"{ENDLESS} SELECT i FROM n", rows=10)
    assert many["more"] and len(many["rows"]) == 10


def test_late():
    """When the time of the whole job is over, the rest is not run, and says so."""
    assert run("SELECT 1", total=-1) == {"refused": "late", "words": ""}


def test_alone():
    """No query sees what another did."""
    texts = {"11": "DELETE FROM order_items", "12": "CREATE INDEX a ON page_views (visitor_id)"}
    made = job("sqlite", SHOP, 5, {**texts, "01": "SELECT COUNT(*) AS n FROM order_items"})
    made["queries"].append({"name": "last", "mode": "read", "text": "SELECT COUNT(*) AS n FROM sqlite_master"})
    results = program.run(made)["results"]
    assert results["11"]["tables"]["order_items"] == []
    assert results["01"]["rows"] == [[len(SHOP.order_items)]]
    assert results["last"]["rows"] == [[5]]


@pytest.mark.parametrize(
    "text", ["DROP TABLE orders", "ATTACH 'x' AS y", "PRAGMA user_version = 3", "DELETE FROM sqlite_master"]
)
def test_a_change_is_of_rows(text):
    """Where rows may be changed, tables may not."""
    assert run(text, "change")["refused"] in ("writes", "forbidden", "engine")


def test_changes_are_bounded():
    """A change that makes the tables very large is no result."""
    text = f"{ENDLESS} INSERT INTO customers SELECT 1000 + i, hex(zeroblob(50)), '', '', '' FROM n LIMIT 2000"
    assert run(text, "change")["refused"] == "large"


@pytest.mark.parametrize(
    ("text", "how", "columns"),
    [
        ("CREATE INDEX a ON page_views (visitor_id)", "search", ["visitor_id"]),
        ("CREATE INDEX a ON page_views (visitor_id, id, product_id, viewed_at)", "search", None),
        ("CREATE INDEX a ON page_views (viewed_at, visitor_id)", "scan", ["viewed_at", "visitor_id"]),
        ('CREATE INDEX "a" ON page_views ("visitor_id")', "search", ["visitor_id"]),
        ("CREATE INDEX a ON page_views (visitor_id + 0)", "scan", ["an expression"]),
        ("CREATE INDEX a ON page_views (visitor_id) WHERE visitor_id = 4242", "search", ["visitor_id"]),
    ],
)
def test_plans(text, how, columns):
    """An index that finds rows is told from one that is read through; before it, the table is read through."""
    found = run(text, "index")
    assert found["before"]["how"] == "scan" and found["after"]["how"] == how
    assert [index["name"] for index in found["indexes"]] == ["a"]
    assert columns is None or found["indexes"][0]["columns"] == columns


def test_odd_names_of_indexes():
    """A name with spaces is a name; a long one is cut, and still the same."""
    for name in ("by visitor (mine)", "x" * 5000):
        found = run(f'CREATE INDEX "{name}" ON page_views (visitor_id)', "index")
        assert found["after"]["index"] == found["indexes"][0]["name"] and len(json.dumps(found)) < 3000


# --- the whole program ------------------------------------------------------------------------------------------------
def test_main(tmp_path, monkeypatch, capsys):
    """A job's file in, one line of ASCII out; its size is that of a few hundred rows."""
    file = tmp_path / "job.json"
    file.write_text(json.dumps(job("sqlite", SHOP, 5, {"01": "SELECT name FROM customers"})))
    monkeypatch.setattr(program, "limit", lambda: None)
    program.main(str(file))
    out = capsys.readouterr().out
    assert out.isascii() and out.count("\n") == 1
    assert len(json.loads(out)["results"]["01"]["rows"]) == len(SHOP.customers)


def test_the_largest_result():
    """Twelve results as large as may be stay below what may be told."""
    assert 11 * LIMITS["bytes"] + MOST_BYTES < 600_000
    wide = f"{ENDLESS} SELECT hex(zeroblob(900)) AS a, 'ł' AS b FROM n"
    assert len(json.dumps(run(wide))) < LIMITS["bytes"] + 100


def test_a_shop_that_can_not_be_laid_down():
    """What fails before any query is not the learner's."""
    made = job("sqlite", SHOP, 5, {"01": "SELECT 1"})
    made["tables"]["orders"]["schema"] = "CREATE TABLE"
    assert program.run(made)["failed"].startswith("OperationalError: ")


# --- what other drivers say -------------------------------------------------------------------------------------------
def engine(kind: type[Any]) -> Any:
    return kind({"tables": {}}, dict(LIMITS))


def pg_error(words: str, state: str | None = None, hint: str = "", position: str = "") -> Exception:
    error: Any = Exception(words)
    error.sqlstate = state
    error.diag = SimpleNamespace(message_primary=words, message_hint=hint, statement_position=position)
    return error  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("error", "why", "words"),
    [
        (pg_error("cannot insert multiple commands into a prepared statement", "42601"), "two", "cannot insert"),
        (pg_error("syntax error at or near", "42601", position="9"), "engine", "line 2: syntax error"),
        (pg_error("column x does not exist", "42703", "Perhaps y."), "engine", "column x does not exist (Perhaps y.)"),
        (pg_error("cannot execute DELETE in a read-only transaction", "25006"), "writes", "cannot execute DELETE"),
        (pg_error("canceling statement due to statement timeout", "57014"), "slow", "canceling"),
        (Exception("unexpected result status from query: EMPTY_QUERY"), "nothing", ""),
        (Exception("the operation in stream() didn't produce a result"), "nothing", ""),
        (Exception("COPY cannot be used with this method"), "forbidden", "COPY"),
        (Exception("out of memory for query result"), "large", "out of memory"),
    ],
)
def test_postgres_words(error, why, words):
    """psycopg's exceptions by their SQLSTATE; the line of the file where PostgreSQL knows the place."""
    refused = engine(Postgres).refusal(error, "SELECT\nx FROM y")
    assert (refused.why, words in refused.words) == (why, True)


NEAR = "You have an error in your SQL syntax; … near '{}' at line 1"


@pytest.mark.parametrize(
    ("args", "text", "why"),
    [
        ((1064, NEAR.format("SELECT 2")), "SELECT 1; SELECT 2", "two"),
        ((1064, NEAR.format("DELETE FROM x")), "SELECT ';' AS a;\n-- b\n/* c */ DELETE FROM x", "two"),
        ((1064, NEAR.format("FRM b")), "SELECT ';' AS a FRM b", "engine"),
        ((1064, NEAR.format("SELEC 1")), "SELEC 1", "engine"),
        ((1064, "odd words"), "SELECT 1; SELECT 2", "engine"),
        ((1146, "Table 'app.b' doesn't exist"), "SELECT a FROM b", "engine"),
        ((1969, "Query execution was interrupted (max_statement_time exceeded)"), "", "slow"),
        ((2013, "Lost connection to MySQL server during query (timed out)"), "", "slow"),
        ((1792, "Cannot execute statement in a READ ONLY transaction"), "", "writes"),
        ((1065, "Query was empty"), "", "nothing"),
        ((), "", "engine"),
    ],
)
def test_mysql_words(args, text, why):
    """PyMySQL's exceptions by their number; a second statement is one that begins behind a semicolon."""
    assert engine(MySQL).refusal(Exception(*args), text).why == why


def test_mysql_and_mariadb_limit_time_differently():
    """Each server's own setting."""
    assert engine(MySQL).limit("10.11.6-MariaDB-log") == "SET SESSION max_statement_time = 5.0"
    assert engine(MySQL).limit("8.4.2") == "SET SESSION max_execution_time = 5000"


def test_plans_of_servers():
    """What is in a plan is found however deep it lies."""
    nested = {"a": [{"access_type": "ALL"}, {"b": {"access_type": "ref"}}], "c": 1}
    assert [node["access_type"] for node in objects_in(nested) if "access_type" in node] == ["ALL", "ref"]


# --- MongoDB ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("mode", "text", "why"),
    [
        ("read", "{", "form"),
        ("read", "[" * 5000, "form"),
        ("read", "[]", "form"),
        ("read", "null", "form"),
        ("read", '{"find": "orders"}', "form"),
        ("read", '{"aggregate": 1, "pipeline": []}', "form"),
        ("read", '{"aggregate": "orders"}', "form"),
        ("read", '{"aggregate": "orders", "pipeline": {}}', "form"),
        ("read", '{"aggregate": "orders", "pipeline": [], "explain": true}', "form"),
        ("read", '{"aggregate": "orders", "pipeline": [{"$out": "x"}]}', "writes"),
        ("read", '{"aggregate": "orders", "pipeline": [{"$facet": {"a": [{"$merge": {"into": "x"}}]}}]}', "writes"),
        ("read", '{"aggregate": "orders", "pipeline": [{"$match": {"$where": "1"}}]}', "forbidden"),
        ("change", '[{"update": "orders", "updates": []}, {"delete": "orders"}]', "two"),
        ("change", '{"delete": "orders", "deletes": []}', "form"),
        ("change", '{"update": "orders", "updates": [], "writeConcern": {}}', "form"),
        ("index", '{"createIndexes": "page_views"}', "form"),
        ("index", '{"createIndexes": "page_views", "indexes": {}}', "form"),
    ],
)
def test_mongo_forms(mode, text, why):
    """A file holds one of three commands with the keys that it needs; nothing else reaches the server."""
    with pytest.raises(Refused) as caught:
        engine(Mongo).command({"mode": mode, "text": text})
    assert caught.value.why == why


def test_mongo_plans():
    """COLLSCAN, an index that finds, and one that is read from end to end; with and without a query plan inside."""

    def answer(stage: dict[str, Any]) -> dict[str, Any]:
        return {"queryPlanner": {"winningPlan": {"queryPlan": {"stage": "FETCH", "inputStage": stage}}}}

    bounds = {"visitor_id": ["[4242, 4242]"], "viewed_at": ["[MaxKey, MinKey]"]}
    found = Mongo.read_plan(answer({"stage": "IXSCAN", "indexName": "a", "indexBounds": bounds}))
    assert (found["how"], found["index"]) == ("search", "a")
    through = {"viewed_at": ["[MaxKey, MinKey]"]}
    assert Mongo.read_plan(answer({"stage": "IXSCAN", "indexName": "a", "indexBounds": through}))["how"] == "scan"
    assert Mongo.read_plan({"queryPlanner": {"winningPlan": {"stage": "COLLSCAN"}}})["how"] == "scan"
    assert Mongo.read_plan({})["how"] == "scan"


class InMemory(Mongo):
    """A MongoDB without a server, as far as mongomock is one: it plans nothing."""

    def connect(self) -> Any:
        return importlib.import_module("mongomock").MongoClient()["app"]

    def planned(self, find: dict[str, Any]) -> dict[str, Any]:
        assert find == INDEX_FIND
        return plan("scan", None, "")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_mongo_queries(seed, monkeypatch):
    """The reference pipelines are right, the update changes what it should, and the index is made."""
    monkeypatch.setitem(program.ENGINES, "mongo", InMemory)
    shop = draw_shop(seed)
    texts = {file.stem: file.read_text() for file in sorted(MONGO_QUERIES.glob("*.json"))}
    results = program.run(job("mongo", shop, seed, texts))["results"]
    for number, task in TASKS.items():
        judge(task, shop, results[number])
    changed = [row for row in results["11"]["tables"]["orders"] if tuple(row) not in {*shop.orders}]
    assert changed and {row[3] for row in changed} == {"cancelled"}
    assert results["12"]["indexes"] == [{"name": "by_visitor", "columns": ["visitor_id", "viewed_at"]}]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"update": "orders", "updates": [{"q": {}}]}', "an entry of updates"),
        ('{"update": "orders", "updates": [3]}', "an entry of updates"),
        (
            '{"update": "orders", "updates": [{"q": {}, "u": {"$set": {"staus": "x"}}, "multi": true}]}',
            "new field, staus",
        ),
    ],
)
def test_mongo_updates_that_go_wrong(text, words, monkeypatch):
    """What is no update is said in words, and the shop is laid down again after one that is."""
    mongo = InMemory(job("mongo", SHOP, 5, {}), dict(LIMITS))
    mongo.lay()
    assert words in mongo.run({"mode": "change", "text": text})["words"]
    assert mongo.database.orders.find_one({"staus": "x"}) is None
    assert mongo.database.orders.count_documents({}) == len(SHOP.orders)
