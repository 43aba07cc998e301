"""The exported OpenAPI document and the checks speak of the same routes."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml

from tests.e2e.conftest import REPOSITORY, run

# What checks may send beside it: no ready request is for these. A file, say, is nothing that the table can hold.
BESIDE = {
    "day1": {"GET /messages/N"},
    "day2": {"HEAD /users", "OPTIONS /users", "OPTIONS /users/N"},
    "day3": {"OPTIONS /todos"},
    "day4": {"DELETE /notes/N", "PATCH /notes/N", "PUT /notes/N"},
    "day5": {"DELETE /tickets/N", "HEAD /tickets/N", "POST /tickets/N/attachments"},
}
ABSENT = (404, 405)


def exchanges(report: Path) -> set[tuple[str, str]]:
    """Methods and paths that the checks sent, and that the app has a route for."""
    found = json.loads(report.read_text())
    goals = [goal for exercise in found["exercises"] for goal in exercise["goals"]]
    sent = [each for goal in goals for check in goal["checks"] for each in check["exchanges"]]
    there = [each for each in sent if (each.get("response") or {}).get("status", 404) not in ABSENT]
    return {(each["request"]["method"], each["request"]["path"].partition("?")[0]) for each in there}


@pytest.mark.beside
@pytest.mark.parametrize("day", BESIDE)
def test_routes_agree_with_the_checks(day: str, tmp_path: Path) -> None:
    """Every operation is one that the checks use, and what they use besides is known."""
    shutil.copytree(REPOSITORY / "solutions" / day / "flask", tmp_path / day)
    done = run("grade", day, "--runner", "local", "--json", "report.json", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    text = run("grade", "export", day, "--format", "openapi", "--into", "-", cwd=tmp_path).stdout
    operations = {
        (method.upper(), route): re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(route)))
        for route, item in yaml.safe_load(text)["paths"].items()
        for method in item
    }
    sent = exchanges(tmp_path / "report.json")
    used, others = set(), set()
    for method, path in sent:
        fitting = {key for key, pattern in operations.items() if key[0] == method and pattern.fullmatch(path)}
        used |= fitting
        others |= set() if fitting else {f"{method} {re.sub(r'[0-9]+', 'N', path)}"}
    assert set(operations) - used == set()
    assert others <= BESIDE[day]
