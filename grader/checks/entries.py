"""Vercel's entry file: the one that exports the app, which Vercel imports. https://vercel.com/docs/frameworks/backend,
as of 2026-11-26.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable, Mapping, Set
from typing import Any

from grader.checks.values import shortened

PYTHON = ("app", "index", "server", "main", "wsgi", "asgi")
NODE = ("app", "index", "server")
FOLDERS = ("", "src/", "app/", "api/")
PYTHON_ENDS, NODE_ENDS = (".py",), (".js", ".mjs", ".cjs", ".ts", ".mts", ".cts")
NAMES = {"app", "application", "handler"}
LARGEST = 64 << 10  # characters of a module that are looked at
EXPORT = re.compile(
    r"\bexport\s+default\b|\bexport\s*\{[^{}]*\bas\s+default\b|\bmodule\.exports\s*=|\bexports\.default\s*="
)


def faults(value: Mapping[str, Any], paths: Set[str], text: Callable[[str], str], *, node: bool) -> list[str]:
    """What keeps Vercel from finding the app; nothing where the entry file is there and exports it."""
    ends = NODE_ENDS if node else PYTHON_ENDS
    named = named_in(value, ends) or declared_in(paths, text, node=node)
    missing = [path for path in named if not any(matches(path, there) for there in paths)]
    if missing:
        return [f"vercel.json names {shortened(missing[0])}, and there is no such file"]
    usual = [f"{folder}{stem}{end}" for folder in FOLDERS for stem in (NODE if node else PYTHON) for end in ends]
    candidates = (
        [there for there in sorted(paths) if any(matches(path, there) for path in named)]
        if named
        else [path for path in usual if path in paths]
    )
    if not candidates:
        return [f"there is no entry file for Vercel, such as {'server.js' if node else 'app.py'} or api/index{ends[0]}"]
    if any((exports_node if node else exports_python)(text(path)) for path in candidates):
        return []
    how = "export default app" if node else "app = create_app()"
    return [f"{candidates[0]} exports no app, which Vercel would import: a line such as `{how}`"]


def named_in(value: Mapping[str, Any], ends: tuple[str, ...]) -> list[str]:
    """The files that vercel.json itself names: what is built, and what are functions."""
    builds = [str(build.get("src", "")) for build in value.get("builds") or []]
    functions = [str(path) for path in value.get("functions") or {}]
    return [path.removeprefix("./").removeprefix("/") for path in (*builds, *functions) if path.endswith(ends)]


def declared_in(paths: Set[str], text: Callable[[str], str], *, node: bool) -> list[str]:
    """The file of `app = "backend.server:app"` under [project.scripts] in pyproject.toml."""
    if node or "pyproject.toml" not in paths:
        return []
    try:
        scripts = tomllib.loads(text("pyproject.toml")).get("project", {}).get("scripts", {})
    except (tomllib.TOMLDecodeError, AttributeError):
        return []
    named = scripts.get("app") if isinstance(scripts, dict) else None
    return [named.partition(":")[0].replace(".", "/") + ".py"] if isinstance(named, str) else []


def matches(pattern: str, path: str) -> bool:
    """Whether a path is what a name with `*` and `**` in it stands for."""
    parts = re.split(r"(\*\*/|\*\*|\*)", pattern)
    stars = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*"}
    return bool(re.fullmatch("".join(stars.get(part) or re.escape(part) for part in parts), path))


def exports_python(text: str) -> bool:
    """Whether a module has at its top something that is called app, application or handler."""
    try:
        body = ast.parse(text[:LARGEST]).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    names: set[str] = set()
    for node in body:
        if isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            names.add(node.target.id)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            names.add(node.name)
    return bool(names & NAMES)


def exports_node(text: str) -> bool:
    """Whether a module exports something by default; what is commented out does not."""
    return bool(EXPORT.search(without_comments(text[:LARGEST])))


def without_comments(text: str) -> str:
    """JavaScript without its comments, as far as it can be told: those that begin a line, and those in /* */."""
    kept, end = "", 0
    while (begin := text.find("/*", end)) >= 0 and (close := text.find("*/", begin + 2)) >= 0:
        kept, end = kept + text[end:begin], close + 2
    lines = (kept + text[end:]).splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("//"))
