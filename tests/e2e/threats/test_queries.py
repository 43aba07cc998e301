"""Queries that want more than rows: they run in a container of their own, and end as misses in words."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.e2e.conftest import REPOSITORY
from tests.e2e.test_databases import need_image
from tests.e2e.threats.harness import grade, unharmed

pytestmark = pytest.mark.beside

ENDLESS = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) AS n FROM t"
MANY = "SELECT a.id AS a, b.id AS b, c.id AS c FROM order_items a, order_items b, order_items c, order_items d"
COMMON = {
    "05": "SELECT 1 AS one; DROP TABLE customers",
    "06": "DELETE FROM customers",
    "07": MANY,
    "10": "SELECT 'a' AS \"\x1b]52;c;aGk=\x07\"",
    "11": "UPDATE orders SET status = 'cancelled'",
    "12": "DROP TABLE page_views",
}
HOSTILE = {
    "sqlite": COMMON
    | {
        "01": ENDLESS,
        "02": "ATTACH DATABASE '/data/app.db' AS app",
        "03": "SELECT load_extension('/data/evil.so')",
        "04": "SELECT zeroblob(1000000000) AS z",
        "08": "PRAGMA query_only = OFF",
        "09": "SELECT readfile('/etc/passwd') AS r",
    },
    "postgres": COMMON
    | {
        "01": "SELECT pg_sleep(600)",
        "02": "COPY customers FROM PROGRAM 'id'",
        "03": "SELECT pg_read_file('/etc/passwd')",
        "04": "SELECT repeat('x', 900000000) AS x",
        "08": "SELECT set_config('transaction_read_only', 'off', false)",
        "09": "SELECT rolpassword FROM pg_authid",
    },
    "mysql": COMMON
    | {
        "01": "SELECT sleep(600)",
        "02": "SELECT 1 INTO OUTFILE '/tmp/x'",
        "03": "SELECT load_file('/etc/passwd') AS f",
        "04": "SELECT repeat('x', 900000000) AS x",
        "08": "SET SESSION TRANSACTION READ WRITE",
        "09": "SELECT * FROM mysql.global_priv",
        "10": "SELECT 'a' AS `\x1b]52;c;aGk=\x07`",
    },
}


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("kind", HOSTILE)
def test_they_are_misses_and_nothing_more(kind: str, tmp_path: Path) -> None:
    """Endless, greedy, nosy and destructive statements: no goal, in bounded time, and nobody is harmed."""
    if kind != "sqlite":
        need_image(kind)
    project = tmp_path / "project"
    shutil.copytree(REPOSITORY / "solutions" / "day3" / "flask", project)
    for number, text in HOSTILE[kind].items():
        (project / "queries" / f"{number}.sql").write_text(f"{text}\n")
    outcome = grade(["day3", "sql", "--database", kind], project, tmp_path)
    assert outcome.done.returncode == 1, outcome.said
    assert outcome.report["status"] == "graded" and outcome.seconds < 150
    assert outcome.goals("passed") == set()
    assert len(outcome.goals("failed")) == 6
    unharmed(outcome, tmp_path)
    everything = json.dumps(list(outcome.everything()))
    assert "root:x:" not in everything and "SCRAM-SHA" not in everything
