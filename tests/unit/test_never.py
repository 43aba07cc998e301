"""What no source of ours may ever do, however handy it would be."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PYTHON = [path for top in ("grader", "exercises", "scripts") for path in sorted((REPOSITORY / top).rglob("*.py"))]
SHELL = [path for path in sorted((REPOSITORY / "scripts").rglob("*")) if path.suffix == ".sh"]
COPIES = re.compile(r"""get_archive|\.export\(|docker["', ]+(container["', ]+)?(cp|export|save)\b""")


def abstract_names(source: str) -> Iterator[str]:
    """What could be an abstract unix socket's name: words after a NUL, by themselves or added to one."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.BinOp) and isinstance(node.left, ast.Constant) and node.left.value in ("\0", b"\0"):
            yield ast.unparse(node)
        if isinstance(node, ast.JoinedStr) and str(getattr(node.values[0], "value", "")).startswith("\0"):
            yield ast.unparse(node)
        value = node.value if isinstance(node, ast.Constant) else ""
        if isinstance(value, str | bytes) and len(value) > 1 and value[:1] in ("\0", b"\0"):
            yield repr(value)


def test_there_are_sources():
    """The tests below look at something."""
    assert len(PYTHON) > 100 and SHELL


def test_nothing_is_copied_out_of_containers():
    """Case 50: who unpacks what a container gives can be led astray by it, so nothing asks for it."""
    assert [path for path in (*PYTHON, *SHELL) if COPIES.search(path.read_text())] == []


@pytest.mark.parametrize("words", ["client.get_archive(x)", "container.export()", "docker cp a b", '["docker", "cp"]'])
def test_a_copy_would_be_seen(words):
    """The test above sees each of the ways."""
    assert COPIES.search(words)


def test_no_abstract_sockets():
    """Case 53: an app shares its network namespace with the relay, and abstract sockets belong to the namespace."""
    assert [(path, name) for path in PYTHON for name in abstract_names(path.read_text())] == []


@pytest.mark.parametrize("words", [r"'\0relay'", r"b'\0relay'", r"'\0' + name", r"b'\0' + name", r"f'\0{name}'"])
def test_an_abstract_socket_would_be_seen(words):
    """The test above sees each of the ways."""
    assert list(abstract_names(words))
