"""Flask: a Python file that runs an app, else a module or package that `flask --app` can serve."""

from __future__ import annotations

import shlex

from grader.reading import pysource
from grader.reading.pysource import PythonFile
from grader.reading.sources import Sources, depth, join, parent
from grader.tracks.base import Found, Track, best_of_each_home

FIRST = ("app", "run", "main", "wsgi", "server", "application", "api", "backend", "index", "__main__")
ASIDE = ("old", "copy", "backup", "bak", "test", "tests", "example", "demo", "seed", "sample", "draft", "tmp")
NEVER = {"conftest", "setup", "config", "fabfile", "noxfile"}


def find(sources: Sources) -> list[Found]:
    """Where a Flask app starts: shallow before deep, `.run(` before `flask run`, then by name."""
    files = [pysource.read(path, sources.text(path)) for path in sources.likely(".py")]
    if not any(name == "flask" or name.startswith("flask_") for file in files for name in file.imports):
        return []
    candidates = [file for file in files if _name(file.path) not in NEVER and not _name(file.path).startswith("test_")]
    ranked = [pair for file in candidates for pair in _places(sources, file)]
    ranked.sort(key=lambda pair: (pair[1].depth, pair[0]))
    return best_of_each_home([found for _, found in ranked])


Rank = tuple[int, int, int, int, str]


def _places(sources: Sources, file: PythonFile) -> list[tuple[Rank, Found]]:
    """How a file could be started: by itself, or by Flask's own command. Lower ranks are better."""
    folder, name = parent(file.path), _name(file.path)
    places: list[tuple[Rank, Found]] = []
    if file.runs and name != "__init__":
        places.append((_rank(0, name, file), _run(sources, file)))
    if file.app or file.factory:
        package = _package(sources, file.path)
        home = parent(package) if package else folder
        steps = [] if home == folder else folder.removeprefix(f"{home}/" if home != "." else "").split("/")
        module = ".".join([*steps, *([] if name == "__init__" else [name])])
        call = f":{file.app}" if file.app else f":{file.factory}"
        start = f"python -m flask --app {shlex.quote(module + call)} run --host 0.0.0.0 --port $PORT"
        known = name if name != "__init__" else steps[-1]
        inner = depth(file.path) if name != "__init__" and package else depth(join(home, "x"))
        places.append(
            (_rank(1 + (file.needs and not file.app), known, file), Found(start, home, file.path, home, inner))
        )
    return places


def _rank(kind: int, name: str, file: PythonFile) -> Rank:
    words = name.lower().replace("-", "_").split("_")
    aside = any(word.rstrip("0123456789") in ASIDE for word in words)
    known = FIRST.index(name) if name in FIRST else len(FIRST)
    return (int(aside), kind, known, int(not file.defines), file.path)


def _run(sources: Sources, file: PythonFile) -> Found:
    """`python FILE` in its folder; `python -m` from above its package if it imports by the package's name."""
    folder, name = parent(file.path), _name(file.path)
    package = _package(sources, file.path) or folder
    top = package.rpartition("/")[2]
    above = parent(package)
    beside = any(sources.has(join(folder, other)) for other in (f"{top}.py", f"{top}/__init__.py"))
    if folder != "." and (file.relative or name == "__main__" or (top in file.imports and not beside)):
        module = folder.removeprefix(f"{above}/").replace("/", ".") + ("" if name == "__main__" else f".{name}")
        return Found(f"python -m {shlex.quote(module)}", above, file.path, above, depth(file.path))
    start = f"python {shlex.quote(file.path.rpartition('/')[2])}"
    return Found(start, folder, file.path, folder, depth(file.path))


def _package(sources: Sources, path: str) -> str:
    """The topmost package that a file is part of; empty for a file that is in none."""
    package, folder = "", parent(path)
    while folder != "." and sources.has(join(folder, "__init__.py")):
        package, folder = folder, parent(folder)
    return package


def _name(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".py")


TRACK = Track(
    "flask", "Flask", "python", "Flask", "a Python file that makes or runs a Flask app (app.py, run.py, wsgi.py)", find
)
