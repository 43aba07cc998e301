"""The hashes of all that can decide a subject's outcome, the grader's own code among it.

Of the modules that are there for checks to import, those of other days are left out: what no check of an exercise
imports, nor anything that these import, can't change its outcome.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from grader import catalog
from grader.model import Exercise
from grader.reading.pysource import parse

# Modules and packages around a grade, those of a learner's companion and a teacher's classroom among them.
AROUND = """
    _exercises addresses classroom cli composing digests doctor exporting forwarding handouts jobs mounts packs pages
    planner progress reporters scaffolding serving templates verify watching
"""
NOT_JUDGING = {f"{name}{ending}" for name in AROUND.split() for ending in ("", ".py")}
# What the local runner alone consists of: a subject is proved in containers. No other module that judges imports them.
HERE_ALONE = {
    f"runners/{name}.py"
    for name in (
        "local local_browser local_databases local_places local_process local_suites stored_here without_shell"
    ).split()
}
WORDS = {"title", "summary", "hints", "docs"}  # of a manifest: no check reads them
HOME = Path(catalog.__file__).parent
FOR_CHECKS = HOME / "checks"


def exercises_digest(exercises: Iterable[Exercise]) -> str:
    """The hash of what judges these exercises: their goals, manifests and checks, and the grader's code."""
    parts = hashlib.sha256()
    files: list[Path] = []
    for exercise in exercises:
        parts.update(",".join(goal.id for goal in exercise.goals).encode())
        parts.update(rules(exercise.folder / "exercise.toml").encode())
        judging = (exercise.folder / name for name in ("checks", "openapi.yaml"))
        parts.update(folder_digest([place for place in judging if place.exists()]).encode())
        files += sorted((exercise.folder / "checks").rglob("*.py"))
    parts.update(grader_digest(frozenset(name for file in files for name in imported(file))).encode())
    return parts.hexdigest()


def rules(manifest: Path) -> str:
    """What a manifest says, without the words that are there for learners alone."""

    def without(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: without(inner) for key, inner in value.items() if key not in WORDS}
        return [without(inner) for inner in value] if isinstance(value, list) else value

    return json.dumps(without(catalog.read_toml(manifest)), sort_keys=True)


@cache
def grader_digest(used: frozenset[str]) -> str:
    """The hash of the code that can change an outcome: not what prints, scaffolds or verifies. `used`: by checks."""
    places = (path for path in sorted(HOME.iterdir()) if path.name not in NOT_JUDGING and path != FOR_CHECKS)
    files = [file for place in places for file in files_of(place) if _name(file) not in HERE_ALONE]
    needed = reachable({name for file in files for name in imported(file)} | used | {"plugin", "fixtures", "__init__"})
    others = [file for file in files_of(FOR_CHECKS) if file.suffix == ".py" and module_of(file) not in needed]
    files += [file for file in files_of(FOR_CHECKS) if file not in others]
    total = hashlib.sha256()
    for file in files:
        total.update(f"{_name(file)}\0".encode() + file.read_bytes())
    return total.hexdigest()


def _name(file: Path) -> str:
    return file.relative_to(HOME).as_posix()


def reachable(names: set[str]) -> set[str]:
    """Modules of `grader.checks` that these lead to, themselves among them."""
    found: set[str] = set()
    while names - found:
        name = (names - found).pop()
        found.add(name)
        file = FOR_CHECKS / f"{name}.py"
        names |= imported(file) if file.is_file() else set()
    return found


@cache
def imported(file: Path) -> frozenset[str]:
    """The modules of `grader.checks` that a file imports, wherever in it that stands."""
    tree = parse(file.read_text(encoding="utf-8"))
    return frozenset(name for node in (ast.walk(tree) if tree else ()) for name in _names(node))


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("grader.checks"):
        inner = (node.module or "").removeprefix("grader.checks").removeprefix(".").partition(".")[0]
        yield from [inner] if inner else (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module == "grader":
        yield from ("__init__" for alias in node.names if alias.name == "checks")
    elif isinstance(node, ast.Import):
        names = (alias.name for alias in node.names if alias.name.startswith("grader.checks."))
        yield from (name.removeprefix("grader.checks.").partition(".")[0] for name in names)


def module_of(file: Path) -> str:
    """The name of a module for checks, or of the package that it is in."""
    return file.relative_to(FOR_CHECKS).parts[0].removesuffix(".py")


def files_of(place: Path) -> list[Path]:
    """A file, or a folder's files; nothing that was compiled."""
    found = [place] if place.is_file() else sorted(path for path in place.rglob("*") if path.is_file())
    return [path for path in found if "__pycache__" not in path.parts]


def folder_digest(places: list[Path]) -> str:
    """The hash of files and of folders' files, by relative path and content."""
    total = hashlib.sha256()
    for place in places:
        for path in files_of(place):
            total.update(f"{path.relative_to(place.parent)}\0".encode() + path.read_bytes())
    return total.hexdigest()
