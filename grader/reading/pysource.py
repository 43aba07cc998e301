"""What a Python file says about itself, read from its syntax tree: a comment that mentions a call makes none.

A file with a syntax error is looked at line by line instead: it still is where its author meant the app to start.
"""

from __future__ import annotations

import ast
import re
import threading
import warnings
from dataclasses import dataclass, field

APP_NAMES = {"app", "application", "server", "api", "socketio", "flask_app", "web", "webapp"}
FACTORIES = ("create_app", "make_app")
SERVERS = {"waitress", "werkzeug", "gevent"}
_PARSING = threading.Lock()  # Python 3.11 keeps one count of the depth for all threads: two at a time break it


@dataclass(frozen=True)
class PythonFile:
    """`runs`: it starts an app itself. `app`: a module-level name of one. `factory`: a function that makes one.

    `defines`: the app comes from `Flask(…)` in this very file. `needs`: the factory can't be called without arguments.
    """

    path: str
    imports: frozenset[str] = field(default_factory=frozenset)
    relative: bool = False
    runs: bool = False
    app: str = ""
    factory: str = ""
    defines: bool = False
    needs: bool = False
    broken: bool = False


def read(path: str, text: str) -> PythonFile:
    """What a file imports, makes and runs."""
    tree = parse(text)
    if tree is None:
        return _guess(path, text)
    nodes = list(ast.walk(tree))
    imports = [name for node in nodes for name in _imported(node)]
    modules = {alias.asname or alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    apps = _names_of_apps(nodes) | {name for name in APP_NAMES if name not in modules}
    factory = _factory(tree)
    return PythonFile(
        path,
        frozenset(imports),
        relative=any(isinstance(node, ast.ImportFrom) and node.level > 0 for node in nodes),
        runs=any(_runs(node, apps) for node in nodes) or _serves(nodes, set(imports)),
        app=_module_app(tree),
        factory=factory.name if factory else "",
        defines=any(isinstance(node, ast.Call) and _last_name(node.func) == "Flask" for node in nodes),
        needs=bool(factory and _required(factory)),
    )


def parse(text: str) -> ast.Module | None:
    """The syntax tree; none where the text is no Python."""
    with _PARSING, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


def _imported(node: ast.AST) -> list[str]:
    """The top-level names of the modules that a statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
        return [node.module.partition(".")[0]]
    return []


def _names_of_apps(nodes: list[ast.AST]) -> set[str]:
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Assign) and _makes_app(node.value):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and _makes_app(node.value):
            names.add(node.target.id)
        elif isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names if "app" in alias.name.lower()}
    return names


def _makes_app(value: ast.expr | None) -> bool:
    """`Flask(…)`, `create_app(…)`, `connexion.FlaskApp(…)`: a call of something that is named after an app."""
    if not isinstance(value, ast.Call):
        return False
    name = _last_name(value.func)
    return name == "Flask" or "app" in name.lower().split("_") or name.endswith("App") or name == "SocketIO"


def _last_name(node: ast.expr) -> str:
    """`a.b.c` → `c`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _runs(node: ast.AST, apps: set[str]) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "run"):
        return False
    receiver = node.func.value
    return _makes_app(receiver) or _last_name(receiver) in apps


def _serves(nodes: list[ast.AST], imports: set[str]) -> bool:
    """Whether another server than Flask's own is given the app."""
    calls = {_last_name(node.func) for node in nodes if isinstance(node, ast.Call)}
    return bool(imports & SERVERS and calls & {"serve", "run_simple", "serve_forever"})


def _module_app(tree: ast.Module) -> str:
    """The name of an app that exists once the module is imported."""
    found = ""
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and _makes_app(statement.value):
            names = [target.id for target in statement.targets if isinstance(target, ast.Name)]
            found = next((name for name in names if name != "socketio"), found)
        elif isinstance(statement, ast.ImportFrom):
            names = [alias.asname or alias.name for alias in statement.names]
            found = found or next((name for name in names if name in ("app", "application")), "")
    return found


def _factory(tree: ast.Module) -> ast.FunctionDef | None:
    functions = [statement for statement in tree.body if isinstance(statement, ast.FunctionDef)]
    named = [function for function in functions if function.name in FACTORIES]
    makers = [function for function in functions if "app" in function.name.split("_") and _calls_flask(function)]
    return next(iter(named + makers), None)


def _calls_flask(function: ast.FunctionDef) -> bool:
    return any(isinstance(node, ast.Call) and _last_name(node.func) == "Flask" for node in ast.walk(function))


def _required(function: ast.FunctionDef) -> int:
    arguments = function.args
    return len(arguments.posonlyargs) + len(arguments.args) - len(arguments.defaults)


def _guess(path: str, text: str) -> PythonFile:
    """The same from lines that are no comments."""
    code = "\n".join(line for line in text.split("\n") if not line.lstrip().startswith("#"))
    app = re.search(r"(?m)^(\w+)\s*=\s*(?:flask\.)?(?:Flask|create_app)\(", code)
    factory = re.search(r"(?m)^def (create_app|make_app)\(", code)
    return PythonFile(
        path,
        frozenset(re.findall(r"(?m)^\s*(?:from|import)\s+(\w+)", code)),
        relative=bool(re.search(r"(?m)^\s*from\s+\.", code)),
        runs=bool(re.search(r"(?m)^\s*(?:\w+\.)*(?:app|application|server|api|create_app\(.*\))\.run\(", code)),
        app=app.group(1) if app else "",
        factory=factory.group(1) if factory else "",
        defines="Flask(" in code,
        broken=True,
    )
