"""The tables of threats and of robustness cases name every case, and a test that is really there, or a reason."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
TABLE = REPOSITORY / "tests" / "e2e" / "threats" / "README.md"
ROW = re.compile(r"^\| (T|R)(\d+) \| (P[012]|-) \| (.+?) \| (.+?) \|$", re.MULTILINE)
TEST = re.compile(r"`([\w/-]+\.py)::(\w+)`|`cases/([\w-]+)`")


def rows() -> list[tuple[str, int, str]]:
    """(kind, number, what stands in the last column) of every row."""
    return [(kind, int(number), tests) for kind, number, _, _, tests in ROW.findall(TABLE.read_text())]


@pytest.mark.parametrize(("kind", "last"), [("T", 59), ("R", 20)])
def test_every_case_has_a_row(kind: str, last: int) -> None:
    """The numbers are those of the catalogue, once each and in order."""
    assert [number for found, number, _ in rows() if found == kind] == list(range(1, last + 1))


@pytest.mark.parametrize(("kind", "number", "tests"), rows())
def test_its_tests_exist(kind: str, number: int, tests: str) -> None:
    """A row names tests that are there, or says "later:" or "not here:" and why."""
    named = TEST.findall(tests)
    assert named or re.search(r"\b(later|not here): \w", tests), f"{kind}{number} names no test and no reason"
    for file, function, case in named:
        if case:
            assert (TABLE.parent / "cases" / case / "threat.toml").is_file(), case
        else:
            assert function in functions(REPOSITORY / "tests" / file), f"{file}::{function}"


def test_every_submission_is_in_the_table() -> None:
    """No case folder is forgotten."""
    named = {case for _, _, tests in rows() for _, _, case in TEST.findall(tests) if case}
    assert {path.parent.name for path in TABLE.parent.glob("cases/*/threat.toml")} == named


def functions(file: Path) -> set[str]:
    """The names of a module's functions."""
    return {node.name for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.FunctionDef)}
