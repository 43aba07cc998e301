"""The learner's queries from the checks' side: what is asked of the sandbox, and what a learner reads."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from wrong_queries import OTHERWISE, WRONG

from grader import catalog
from grader.checks.queries import Queries
from grader.checks.query_rows import in_order_of, judge
from grader.checks.query_words import refusal
from grader.checks.shop import SCHEMA, as_tables
from grader.checks.shop_rows import draw_shop
from grader.checks.shop_tasks import INDEX_QUERY, NUMBERS, TASKS
from grader.checks.values import Miss
from grader.composing import lay
from grader.server.answers import Unavailable
from grader.services.querying import program

EXERCISE = catalog.root() / "day3" / "sql"
STARTER = EXERCISE / "starter"
SOLUTIONS = Path(__file__).parents[2] / "solutions" / "day3"
LAID = lay(STARTER, "flask", {"database": "sqlite"})
RIGHT = {file.stem: file.read_text() for file in sorted((SOLUTIONS / "flask" / "queries").glob("*.sql"))}
MONGO_QUERIES = Path(__file__).with_name("mongo_queries")
MODES = {"11": "change", "12": "index"}


class Sandbox:
    """A channel whose other end runs the queries here. `answers` are given instead, where there are any."""

    def __init__(self, texts: dict[str, str], kind: str = "sqlite", answers: dict[str, Any] | None = None) -> None:
        self.texts = texts
        self.kind = kind
        self.answers = answers or {}
        self.jobs: list[dict[str, Any]] = []

    def ask(self, ask: str, **question: Any) -> dict[str, Any]:
        if ask in self.answers:
            self.jobs.append(question)
            return self.answers[ask]
        if ask == "text":
            return {"text": self.texts.get(question["path"])}
        if ask == "database":
            return {"kind": self.kind, "url": ""}
        self.jobs.append(question["job"])
        return {"result": program.run(question["job"])}


def of(texts: dict[str, str], seed: int = 1, **options: Any) -> Queries:
    end = ".json" if options.get("kind") == "mongo" else ".sql"
    return Queries(Sandbox({f"queries/{name}{end}": text for name, text in texts.items()}, **options), seed)


def whole(queries: Queries, number: str) -> None:
    {"11": queries.changes_exactly, "12": queries.is_used}.get(number, lambda: queries.right(number))()


def missed(queries: Queries, number: str) -> Miss:
    with pytest.raises(Miss) as caught:
        whole(queries, number)
    return caught.value


# --- right and wrong queries ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("seed", range(5))
def test_reference_queries(seed):
    """The reference queries are right on every shop, and every check of them says so."""
    queries = of(RIGHT, seed)
    for number in NUMBERS:
        whole(queries, number)
    queries.single()
    queries.reads_only()


def test_three_tracks_have_the_same():
    """SQL does not depend on the framework."""
    for track in ("express", "django"):
        assert {f.stem: f.read_text() for f in (SOLUTIONS / track / "queries").glob("*.sql")} == RIGHT


@pytest.mark.parametrize("seed", [1, 2])
def test_wrong_queries(seed):
    """Each is caught, and what its author reads has the words that help."""
    told = draw_shop(seed)
    for number, text, words in WRONG:
        queries = of({number: text}, seed)
        queries.__dict__["shop"] = told
        assert words in missed(queries, number).got, text


@pytest.mark.parametrize(("number", "text"), OTHERWISE)
def test_other_right_queries(number, text):
    """There are many ways to be right."""
    for seed in (1, 2, 3):
        whole(of({number: text}, seed), number)


def test_run_once():
    """All queries are one job, whatever many checks ask; the answers are not in it."""
    queries = of(RIGHT)
    for number in NUMBERS:
        whole(queries, number)
    (job,) = queries._channel.jobs
    assert [(query["name"], query["mode"]) for query in job["queries"]] == [
        (number, MODES.get(number, "read")) for number in NUMBERS
    ]
    assert job["tables"] == as_tables(queries.shop) and {*job} == {"kind", "tables", "queries"}
    assert queries.rows("03")[0].keys() == {"city"}


# --- files ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "got"),
    [
        (None, "none"),
        ("", "none yet"),
        (" \n\t", "none yet"),
        ("-- TODO sql.select: write the query.", "none yet"),
        ("\ufeff-- a\r\n;\r\n/* b\n */ # c\n--", "none yet"),
        ("/* a */ SELECT 1" + " " * 20_000, "20016"),
        pytest.param("/**/" * 9000 + "SELECT 1", "36008", id="many comments"),
        pytest.param("-" * 90_000 + "\n" + "/*" * 9000, "108001", id="an endless comment"),
    ],
)
def test_nothing_to_run(text, got):
    """A file that is not there, says nothing, or says too much is a miss of its own task alone."""
    texts = {**RIGHT, "01": text}
    if text is None:
        del texts["01"]
    queries = of(texts)
    assert missed(queries, "01").got == got
    whole(queries, "02")
    queries.single()
    queries.reads_only()


def test_the_starter_has_nothing():
    """What scaffold lays down is comments: nothing is run, and every task is missed."""
    queries = of({number: LAID[f"queries/{number}.sql"].decode() for number in NUMBERS})
    for number in NUMBERS:
        assert missed(queries, number).got == "none yet"
    assert queries._channel.jobs == []


def test_a_byte_order_mark():
    """Some editors put one in front."""
    whole(of({"02": "\ufeff" + RIGHT["02"]}), "02")


# --- what the sandbox answers -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "expected", "got"),
    [
        ("SELECT custmer FROM orders", "queries/04.sql to run on SQLite", "its answer: no such column: custmer"),
        ("SELECT 1; SELECT 2", "one statement in queries/04.sql", "more than one"),
        ("DELETE FROM orders", "queries/04.sql only to read", "a statement that writes: DELETE"),
        ("CREATE VIEW v AS SELECT 1", "queries/04.sql only to read", "a change of the tables themselves"),
        ("PRAGMA foreign_keys", "queries/04.sql to ask about the shop alone", "something else (not authorized)"),
        ("-- a\nSELECT 1 WHERE 0; -- b", "the columns order_id, customer, city", "order_id, customer, city missing"),
    ],
)
def test_refused(text, expected, got):
    """Whatever keeps a query from giving rows is said with its file's name."""
    miss = missed(of({"04": text}), "04")
    assert miss.expected == expected and got in miss.got


@pytest.mark.parametrize(
    ("outcome", "expected", "got"),
    [
        ({"refused": "slow", "seconds": 5}, "an answer to f within 5 s", "none: it was stopped"),
        ({"refused": "large", "words": "w"}, "a few rows from f", "w"),
        ({"refused": "form", "words": "w"}, "a command of MongoDB in f", "w"),
        ({"refused": "nothing"}, "rows from f", "a statement that gives none"),
        ({"refused": "late"}, "an answer to f", "none: the queries before it took too long"),
        ({"refused": "what?", "words": "w"}, "f to run on T", "its answer: w"),
    ],
)
def test_words_of_refusals(outcome, expected, got):
    """Each reason has its words; one that nobody knows is the database's."""
    miss = refusal("f", "T", outcome)
    assert (miss.expected, miss.got) == (expected, got)


def test_one_statement_and_only_reading():
    """A file with two statements, or one of 01 to 10 that writes, is named; no other fault counts there."""
    two = of({**RIGHT, "07": "SELECT 1; SELECT 2", "08": "SELEC"})
    with pytest.raises(Miss, match="one statement in queries/07.sql"):
        two.single()
    two.reads_only()
    writes = of({**RIGHT, "10": "UPDATE orders SET status = 'paid'"})
    with pytest.raises(Miss, match="queries/10.sql only to read"):
        writes.reads_only()
    writes.single()


@pytest.mark.parametrize(
    ("answer", "kind"),
    [({"result": {"failed": "x"}}, Unavailable), ({"unavailable": "x"}, Unavailable), ({"miss": "x"}, Miss)],
)
def test_no_result(answer, kind):
    """A run that can't run queries says why, to every check, and is asked once."""
    queries = of(RIGHT, answers={"queries": answer})
    for _ in range(2):
        with pytest.raises(kind, match="x"):
            queries.right("01")
    assert len(queries._channel.jobs) == 1


# --- rows -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("columns", "got"),
    [
        (["Price_Cents", "NAME"], None),
        (["name"], "name (price_cents missing)"),
        (["name", "price"], "name, price (price_cents missing, price too many)"),
        (["name", "price_cents", "name"], "two called name"),
        ([], "none (name, price_cents missing)"),
    ],
)
def test_columns(columns, got):
    """In any order and any capitals, but each once and none besides."""
    result = {"columns": columns, "rows": [list(range(len(columns)))]}
    if got is None:
        assert in_order_of(("name", "price_cents"), result) == [(1, 0)]
    else:
        with pytest.raises(Miss) as caught:
            in_order_of(("name", "price_cents"), result)
        assert caught.value.got == got


def judged(number: str, change: Any, seed: int = 1, **others: Any) -> str:
    """What is said of the right rows after a change."""
    task, shop = TASKS[number], draw_shop(seed)
    rows = change([list(row) for row in task.right(shop)])
    with pytest.raises(Miss) as caught:
        judge(task, shop, {"columns": task.columns, "rows": rows, **others})
    return caught.value.got


@pytest.mark.parametrize(
    ("number", "change", "words"),
    [
        ("04", lambda rows: [*rows, rows[0]], "1 row that came before too many, for example"),
        ("04", lambda rows: [*rows, [0, "x", "y"], [1, "x", "y"]], "2 rows too many, for example"),
        ("04", lambda rows: rows[2:], "2 rows missing, for example"),
        ("04", lambda rows: rows[:-1] + [[9, "x", "y"]], "1 row too many"),
        ("04", lambda rows: [], "no rows at all"),
        ("04", lambda rows: [[str(row[0]), *row[1:]] for row in rows], "as many, but all of them differ"),
        ("09", lambda rows: [[*rows[0][:2], -1], *rows[1:]], "1 row with another total_cents, for example"),
        ("07", lambda rows: [row for row in rows if row[3] is not None], "no rating at all are missing"),
        ("08", lambda rows: [*rows[:-2], rows[-1], rows[-2]], "the right rows, but"),
        ("08", lambda rows: [*rows[1:], rows[0]], "the right rows, but"),
        ("05", lambda rows: [row for row in rows if row[2] or row[0] % 2], "missing, for example"),
        ("09", lambda rows: [[*row[:2], True] if row[1] == 0 else row for row in rows], "with another total_cents"),
        ("09", lambda rows: [[*row[:2], [1]] for row in rows], "as many, but all of them differ"),
    ],
)
def test_words_of_differences(number, change, words):
    """What is too many, what is missing, what differs: one example of it, never the whole answer."""
    said = judged(number, change)
    assert words in said and said.count("{") <= 2


def test_a_result_that_was_cut():
    """More rows than a result may have are no result."""
    assert "more than" in judged("04", lambda rows: rows, more=True)


def test_numbers_are_compared_by_value():
    """5 and 5.0 are the same; an average is right to two decimals; a text is no number."""
    task, shop = TASKS["07"], draw_shop(1)
    rows = [[float(row[0]), *row[1:3], row[3] and round(row[3], 4)] for row in task.right(shop)]
    judge(task, shop, {"columns": task.columns, "rows": rows})
    assert "differ" in judged("07", lambda rows: [[str(row[0]), *row[1:]] for row in rows])


# --- change and index -------------------------------------------------------------------------------------------------
def test_other_tables_and_lost_orders():
    """A change anywhere else is noticed, and so are orders that are gone or new."""
    assert "other rows" in missed(of({"11": "UPDATE products SET price_cents = price_cents + 1"}), "11").got
    lost = missed(of({"11": "DELETE FROM orders WHERE status = 'paid'"}), "11")
    assert "changed or not" in lost.expected and lost.got.endswith("rows")
    assert missed(of({"11": "UPDATE orders SET id = -id"}), "11").got == "others"


def test_a_planner_that_needs_no_index():
    """Where the rows are found without one, the task can't be judged."""
    plan = {"how": "search", "index": "x", "words": "w"}
    result = {"results": {"12": {"before": plan, "after": plan, "indexes": []}}}
    with pytest.raises(Unavailable, match="without any index: w"):
        of({"12": "x"}, answers={"queries": {"result": result}}).is_used()


def test_mongodb():
    """With MongoDB the files are JSON, and so is the query that is planned."""
    queries = of({"01": "{}", "12": "{}"}, kind="mongo", answers={"queries": {"result": {"results": {"01": {}}}}})
    queries.outcome("01")
    job = queries._channel.jobs[0]["job"]
    assert [query["name"] for query in job["queries"]] == ["01", "12"]
    assert job["queries"][1]["explain"]["filter"] == {"visitor_id": 4242}
    assert missed(queries, "02").expected == "a file queries/02.json in the project"


# --- what the learner is given ----------------------------------------------------------------------------------------
def test_the_sample_is_as_the_text_says():
    """The sample has the grader's tables, and the reference queries give as many rows on it as the text promises."""
    text, sample = (EXERCISE / "README.md").read_text(), LAID["queries/sample.sql"].decode()
    assert all(f"{schema.strip()};" in sample for schema in SCHEMA.values())
    promised = dict(re.findall(r"^\| \*\*(\d\d)\*\* \|.*\| (\d*)(?: changed)? \|$", text, re.MULTILINE))
    connection = sqlite3.connect(":memory:")
    connection.executescript(sample)
    found = {number: len(connection.execute(RIGHT[number]).fetchall()) for number in TASKS}
    assert found | {"11": connection.execute(RIGHT["11"]).rowcount} == {n: int(promised[n]) for n in (*TASKS, "11")}
    assert connection.execute("SELECT COUNT(*) FROM page_views").fetchone() == (10_000,)
    assert connection.execute(INDEX_QUERY).fetchall()
    connection.close()


def test_the_texts_agree():
    """The text and the starter name every column of every task, and the query of task 12 word for word."""
    text = (EXERCISE / "README.md").read_text()
    for number, task in TASKS.items():
        row = re.search(rf"^\| \*\*{number}\*\*.*$", text, re.MULTILINE)
        comment = LAID[f"queries/{number}.sql"].decode()
        assert row is not None
        assert all(f"`{name}`" in row[0] and re.search(rf"\b{name}\b", comment) for name in task.columns)
    assert INDEX_QUERY in text and INDEX_QUERY in LAID["queries/12.sql"].decode()
    assert LAID.keys() == {f"queries/{name}.sql" for name in (*NUMBERS, "sample")}


def test_the_starter_for_mongodb():
    """Commands that do nothing yet, in files of JSON and no others."""
    laid = lay(STARTER, "flask", {"database": "mongo"})
    assert laid.keys() == {f"queries/{number}.json" for number in NUMBERS}
    commands = [json.loads(laid[f"queries/{number}.json"]) for number in NUMBERS]
    right = [json.loads((MONGO_QUERIES / f"{number}.json").read_text()) for number in NUMBERS]
    assert [next(iter(one.items())) for one in commands] == [next(iter(one.items())) for one in right]
    assert not any(any(isinstance(value, list) and value for value in one.values()) for one in commands)
