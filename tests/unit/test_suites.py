"""Which of a learner's tests are found, how each kind is run, and on which servers."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from grader.model import Suite
from grader.project import Dependencies
from grader.runners.suites import count_requests, each, find_kinds, has_test_scripts, order, with_tools
from grader.server.answers import SuiteRun

TESTED = {"item": [{"item": [{"event": [{"listen": "test", "script": {"exec": ["pm.test('x')"]}}]}]}]}


def lay(folder: Path, *names: str, content: str = "") -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)


def test_kinds(tmp_path):
    """Every kind with its files, in a fixed order; what is no test is not one."""
    lay(tmp_path, "tests/test_b.py", "tests/test_a.py", "tests/helper.py", "tests/conftest.py", "test_top.py")
    lay(tmp_path, "tests/a.test.js", "tests/b.test.mjs", "tests/c.test.cjs", "tests/a.js", "tests/run.sh")
    lay(tmp_path, "shop.postman_collection.json", content=json.dumps(TESTED))
    (tmp_path / "tests/test_folder.py").mkdir()
    kinds = find_kinds(tmp_path)
    assert [(kind.name, kind.language, kind.files) for kind in kinds] == [
        ("pytest", "python", ("tests/test_a.py", "tests/test_b.py")),
        ("node", "node", ("tests/a.test.js", "tests/b.test.mjs", "tests/c.test.cjs")),
        ("curl", "python", ("tests/run.sh",)),
        ("postman", "node", ("shop.postman_collection.json",)),
    ]
    assert kinds[0].argv[-2:] == kinds[0].files and kinds[2].argv == ("bash", "tests/run.sh")
    assert "baseUrl=$BASE_URL" in kinds[3].argv


def test_no_tests(tmp_path):
    """An empty folder has none."""
    assert find_kinds(tmp_path) == []


@pytest.mark.parametrize(
    ("data", "tests"),
    [
        (TESTED, True),
        ({"event": TESTED["item"][0]["item"][0]["event"]}, True),
        ({"item": [{"request": {}}]}, False),
        ({"item": [{"event": [{"listen": "prerequest", "script": {"exec": ["x"]}}]}]}, False),
        ({"item": [{"event": [{"listen": "test", "script": {"exec": ["  "]}}]}]}, False),
        ({"item": [{"event": [{"listen": "test", "script": {"exec": "pm.test('x')"}}]}]}, True),
        ({"item": [{"event": [{"listen": "test", "script": {}}]}]}, False),
        ({"item": [{"event": [None, 3, {"listen": "test"}]}]}, False),
        ({"item": 3}, False),
        ([], False),
        (None, False),
    ],
)
def test_collections_that_test_something(tmp_path, data, tests):
    """A collection that only sends is none; odd ones are no traceback."""
    lay(tmp_path, "a.json", content=json.dumps(data))
    assert has_test_scripts(tmp_path / "a.json") is tests


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"event": 3}',
        b'{"event": {"listen": "test"}}',
        b'{"event": [{"listen": "test", "script": {"exec": [1, null]}}]}',
        b'{"event": [{"listen": "test", "script": {"exec": 7}}]}',
        b"[" * 100_000,
    ],
)
def test_broken_collections(tmp_path, content):
    """A learner's broken file is no fault of the grader's."""
    (tmp_path / "a.json").write_bytes(content)
    assert has_test_scripts(tmp_path / "a.json") is False


def test_order():
    """The right server as often as asked and each faulty one once, mixed by the seed alone."""
    suite = Suite(Path("server.py"), ("a", "b", "c"), repeats=3)
    first = order(suite, 1)
    assert Counter(first) == {"none": 3, "a": 1, "b": 1, "c": 1}
    assert order(suite, 1) == first
    assert len({tuple(order(suite, seed)) for seed in range(20)}) > 5


def test_requests_are_counted():
    """Lines of the server's own, whatever else is among them."""
    log = '{"path": "/products"}\n{"path": "/health"}\nnoise\n\n3\nnull\n[]\n{"x": 1}\n{"path": "/a"}\n'
    assert count_requests(log) == 2


def test_tools(tmp_path):
    """What a kind of tests needs beside the project, without asking twice for what is there."""
    lay(tmp_path, "tests/test_a.py", "tests/a.test.js", "tests/a.sh")
    lay(tmp_path, "a.postman_collection.json", content=json.dumps(TESTED))
    kinds = {kind.name: kind for kind in find_kinds(tmp_path)}
    python = Dependencies("python", {"requirements.txt": b"Flask==3.0\nPyTest>=7 ; python_version > '3'\n"})
    node = Dependencies("node", {"package.json": b"{}"})
    lines = with_tools(python, kinds["pytest"]).files["requirements.txt"].decode().splitlines()
    assert lines == ["Flask==3.0", "PyTest>=7 ; python_version > '3'", "requests>=2.31"]
    assert with_tools(node, kinds["pytest"]).files["requirements.txt"] == b"pytest>=8\nrequests>=2.31\n"
    assert with_tools(node, kinds["node"]) is node
    assert with_tools(python, kinds["node"]) == Dependencies("node")
    assert with_tools(python, kinds["curl"]) == Dependencies("python")
    assert "newman" in with_tools(python, kinds["postman"]).files["package.json"].decode()


def test_each():
    """Every server once, each with a port of its own; tests that fail on the right one are not run on the rest."""
    suite = Suite(Path("server.py"), tuple("abcdef"), repeats=2)
    ports: list[int] = []

    def one(fault: str, port: int) -> SuiteRun:
        ports.append(port)
        return SuiteRun(fault, fault == "none", 1, "")

    runs = each(suite, 1, one)
    assert [run.fault for run in runs] == order(suite, 1) and len(set(ports)) == len(ports) == 8
    useless = each(suite, 1, lambda fault, _: SuiteRun(fault, False, 1, ""))
    assert "none" in {run.fault for run in useless} and len(useless) < 8
