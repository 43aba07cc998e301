"""A module that can't be found: a package that is not installed, or a file of the project that lies elsewhere."""

from __future__ import annotations

import posixpath
import re

from grader.dependencies import declared_names
from grader.diagnosis.causes import STARTING, Finding, look_up
from grader.diagnosis.traces import own_path
from grader.errors import ProjectError
from grader.project import Project
from grader.reading.packages import BRINGS, NODE, PYTHON, brought_by, nearest_package, normal
from grader.reading.tree import project_files


def python_module(text: str, project: Project) -> Finding | None:
    """ModuleNotFoundError: a package that is not declared, one that is misspelled, or a file of the project."""
    found = re.findall(r"(?:ModuleNotFoundError|ImportError): No module named '?([\w.]+)'?", text)
    if not found or re.fullmatch(r"(?:distutils|imp|cgi|asynchat|asyncore|pipes|telnetlib)(?:\..*)?", found[-1]):
        return None
    name = found[-1]
    own = [path for path in _paths(project) if name.partition(".")[0] in path.removesuffix(".py").split("/")]
    if own and name.partition(".")[0] not in BRINGS:
        return _own_module(name, own, project)
    package = brought_by(name)
    cause = f"ModuleNotFoundError: {name}: the package {package} is not installed"
    if normal(package) in declared_names(project.dependencies):
        return Finding("learner", cause, f"{package} is declared, but has no {name}: does its version fit your code?")
    meant = "" if name.partition(".")[0] in BRINGS else nearest_package(package, PYTHON)
    cure = f"Add {package} to requirements.txt."
    return Finding("learner", cause, f"{cure} Or did you mean {meant}?" if meant else cure)


def _own_module(name: str, own: list[str], project: Project) -> Finding:
    first, _, rest = name.partition(".")
    inside = [path for path in own if rest and rest.partition(".")[0] in path.removesuffix(".py").split("/")]
    cause = f"ModuleNotFoundError: {name}: it is a part of your project, but not where Python looks for it"
    if rest and not inside:
        return Finding(
            "learner", cause, f"There is no {name.replace('.', '/')}.py: is it in Git, and spelled like that?"
        )
    file = (inside or own)[0]
    where = "the project's folder" if project.workdir == "." else project.workdir
    cure = f"It is in {file}. Python looks in {where}: import it by its path from there, in a folder with __init__.py."
    return Finding("learner", cause, cure)


def node_module(text: str, project: Project) -> Finding | None:
    """Cannot find module: a package that is not declared, or a file of the project under another path."""
    found = re.findall(r"Cannot find (?:module|package) '([^'\n]+)'(?: imported from '?([^'\s]+))?", text)
    if not found:
        return None
    name, importer = found[0]
    if not importer:
        stack = re.search(r"Require stack:\s*\n\s*- (\S+)", text)
        importer = stack.group(1) if stack else ""
    by = own_path(importer, project.folder) if importer else ""
    if "node_modules" in name or name.endswith(".node") or "/build/Release/" in name:
        return look_up(STARTING, "Could not locate the bindings file")
    if name.startswith((".", "/", "file:")):
        return _own_file(_relative(name, importer, by), by, project)
    package = "/".join(name.split("/")[: 2 if name.startswith("@") else 1])
    meant = nearest_package(package, NODE) if package not in NODE else ""
    cure = f"Add it to package.json: npm install {package}" + (f", or did you mean {meant}?" if meant else "")
    return Finding("learner", f"Cannot find module '{name}'{f' ({by})' if by else ''}: it is not installed", cure)


def _relative(name: str, importer: str, by: str) -> str:
    """A file's path from the project's folder; `by` is the importer's."""
    name = name.removeprefix("file://")
    root = importer.removeprefix("file://").removesuffix(by) if by else "/app/"
    return (
        posixpath.normpath(posixpath.join(posixpath.dirname(by), name)) if name[0] == "." else name.removeprefix(root)
    )


def _own_file(wanted: str, by: str, project: Project) -> Finding:
    """A file that is not where a require or an import says: another case, a missing ending, no such file."""
    cause = f"{by} wants {wanted}" if by else f"{wanted} is to be started"
    cause = f"Cannot find module: {cause}, and there is no such file"
    paths = _paths(project)
    endings = ("", ".js", ".mjs", ".cjs", ".json", "/index.js")
    for path in paths:
        if path in [wanted + ending for ending in endings]:
            return Finding("learner", cause, f"In an ES module write the whole name: {posixpath.basename(path)}")
        if path.lower() in [(wanted + ending).lower() for ending in endings]:
            return Finding("learner", cause, f"The file is called {path}: small and capital letters differ here.")
    stem = posixpath.splitext(posixpath.basename(wanted))[0]
    scripts = [path for path in paths if path.endswith((".js", ".mjs", ".cjs", ".ts", ".json"))]
    same = [path for path in scripts if posixpath.splitext(posixpath.basename(path))[0].lower() == stem.lower()]
    cure = f"Did you mean {same[0]}? " if same else ""
    return Finding("learner", cause, f"{cure}Paths are relative to the file that they stand in. Is the file in Git?")


def _paths(project: Project) -> list[str]:
    try:
        return [entry.path for entry in project_files(project.folder)]
    except ProjectError:
        return []
