"""Where a project's routes are: in the file that starts the server, or beside it. Read from the source, never run."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from grader.reading import pysource
from grader.reading.sources import Sources

METHODS = {"route", "get", "post", "put", "patch", "delete"}
SCRIPTS = (".js", ".mjs", ".cjs", ".ts")
_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", re.DOTALL)
_ROUTER = re.compile(r"\bRouter\s*\(")
_VERB = re.compile(r"\.\s*(?:get|post|put|patch|delete|all|route)\s*\(")
_LISTEN = re.compile(r"\.\s*listen\s*\(|createServer\s*\(")


@dataclass(frozen=True)
class Routes:
    """Paths of files. `starts`: what starts the server; `elsewhere`: other files that define routes."""

    starts: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()


def find_routes(sources: Sources, track: str) -> Routes:
    """The files that start a project of that track, and those beside them that hold routes."""
    return {"flask": _flask, "django": _django, "express": _express}[track](sources)


def _flask(sources: Sources) -> Routes:
    files = {path: sources.text(path) for path in sources.likely(".py")}
    read = {path: pysource.read(path, text) for path, text in files.items()}
    starts = [path for path, file in read.items() if file.runs] or [p for p, file in read.items() if file.defines][:1]
    found = [path for path, text in files.items() if path not in starts and any(map(_flask_route, _nodes(text)))]
    return Routes(tuple(starts), tuple(found))


def _flask_route(node: ast.AST) -> bool:
    """A decorator `@bp.get(…)`, a call `app.add_url_rule(…)`, or a view class made into a view."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return any(
            isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr in METHODS
            for one in node.decorator_list
        )
    called = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
    return called in ("add_url_rule", "as_view")


def _django(sources: Sources) -> Routes:
    """In Django a route is a line of a urls module; what counts is a view that it imports from another one."""
    starts = tuple(path for path in sources.likely(".py") if path.rpartition("/")[2] == "manage.py")
    found = [path for path in sources.likely(".py") if path not in starts and _imports_a_view(sources.text(path))]
    return Routes(starts, tuple(found))


def _imports_a_view(text: str) -> bool:
    nodes = _nodes(text)
    own = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)}
    calls = [n for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    routes = [call for call in calls if call.func.id in ("path", "re_path", "url")]  # type: ignore[attr-defined]
    views = [call.args[1] for call in routes if len(call.args) > 1]
    return any(_root(view) not in own | {"include", ""} for view in views)


def _root(view: ast.expr) -> str:
    """`views.home` and `Home.as_view()` → the first name; empty for a lambda."""
    while isinstance(view, ast.Attribute | ast.Call):
        view = view.func if isinstance(view, ast.Call) else view.value
    return view.id if isinstance(view, ast.Name) else ""


def _express(sources: Sources) -> Routes:
    texts = {path: _COMMENT.sub(" ", sources.text(path)) for path in sources.likely(*SCRIPTS)}
    starts = tuple(path for path, text in texts.items() if _LISTEN.search(text))
    found = [p for p, text in texts.items() if p not in starts and _ROUTER.search(text) and _VERB.search(text)]
    return Routes(starts, tuple(found))


def _nodes(text: str) -> list[ast.AST]:
    tree = pysource.parse(text)
    return list(ast.walk(tree)) if tree else []
