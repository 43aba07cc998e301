"""Which of a project's files declares its dependencies, and what of it goes into the installation."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable

from grader.project import Dependencies
from grader.reading import pysource
from grader.reading.package_json import PackageJson
from grader.reading.packages import NODE, PYTHON, brought_by, nearest_package, normal
from grader.reading.requirements import Declared, from_pipfile, from_pyproject, from_requirements_txt
from grader.reading.sources import Sources, join, parent
from grader.tracks import Track

# Packages that bring the framework with them are named after it.
FAMILIES = {"flask": ("flask-", "connexion", "apiflask"), "django": ("django-", "djangorestframework", "drf-")}


def of_project(sources: Sources, track: Track, home: str) -> tuple[Dependencies, list[str]]:
    """What has to be installed for the project that starts in `home`, and notices for its author."""
    return _node(sources, track, home) if track.language == "node" else _python(sources, track, home)


def declared_names(dependencies: Dependencies) -> set[str]:
    """Normalised names of what is installed on purpose."""
    if dependencies.language == "node":
        data = json.loads(dependencies.files.get("package.json", b"{}"))
        return {name for key in ("dependencies", "devDependencies") for name in data.get(key) or {}}
    lines = dependencies.files.get("requirements.txt", b"").decode().splitlines()
    return set(Declared("", tuple(lines)).names)


# --- Python -----------------------------------------------------------------------------------------------------------
def _python(sources: Sources, track: Track, home: str) -> tuple[Dependencies, list[str]]:
    declared = python_declared(sources, home)
    if declared is None or not declared.requirements:
        needed = _names_to_write(sources, track)
        where = f"{declared.source} names no packages" if declared else "there is no requirements.txt"
        notice = f"{where}: only {track.framework} was installed; write into requirements.txt: {', '.join(needed)}"
        return Dependencies("python", {"requirements.txt": f"{track.framework}\n".encode()}, guessed=True), [notice]
    notices = [*declared.notices, *_framework_missing(sources, track, declared)]
    return Dependencies("python", {"requirements.txt": declared.text}), notices


def python_declared(sources: Sources, home: str) -> Declared | None:
    """The first that is there: requirements.txt at the top, beside the entry, anywhere; pyproject.toml; Pipfile."""
    homes = list(dict.fromkeys([".", home, *_above(home)]))
    for folder in homes:
        if path := sources.named(folder, "requirements.txt"):
            return _renamed(from_requirements_txt(sources, path), path)
    for path in sources.likely("requirements.txt"):
        if path.rpartition("/")[2] == "requirements.txt":
            return from_requirements_txt(sources, path)
    for folder in homes:
        for name, reader in (("pyproject.toml", from_pyproject), ("Pipfile", from_pipfile)):
            path = join(folder, name)
            declared = reader(sources, path) if sources.has(path) else None
            if declared:
                return declared
    return None


def _renamed(declared: Declared, path: str) -> Declared:
    """With a notice if the file's name is not written as every tool expects it."""
    if path.endswith("requirements.txt"):
        return declared
    notice = f"{path} should be called requirements.txt, in small letters: other machines don't find it"
    return Declared(declared.source, declared.requirements, (*declared.notices, notice))


def _above(home: str) -> Iterable[str]:
    while home != ".":
        home = parent(home)
        yield home


def _framework_missing(sources: Sources, track: Track, declared: Declared) -> list[str]:
    """A notice if the framework is not among the requirements, with the name that may have been meant for it."""
    names = declared.names
    family = (track.name, *FAMILIES.get(track.name, ()))
    if normal(track.framework) in names or any(name.startswith(family[1:]) for name in names):
        return []
    for name, written in names.items():
        meant = nearest_package(name, {track.framework, *_names_to_write(sources, track)})
        if normal(meant) == normal(track.framework):
            return [
                f"{declared.source} does not name {track.framework}: did you mean {track.framework} by '{written}'?"
            ]
    return [f"{declared.source} does not name {track.framework}: add a line {track.framework}"]


def _names_to_write(sources: Sources, track: Track) -> list[str]:
    """The framework, and what the project's files import that neither Python nor the project itself has."""
    files = [pysource.read(path, sources.text(path)) for path in sources.likely(".py")]
    own = {step.removesuffix(".py") for path in sources.paths for step in path.split("/")}
    modules = {name for file in files for name in file.imports} - own - sys.stdlib_module_names - {"__future__"}
    known = {normal(name) for name in PYTHON}
    found = {name for name in map(brought_by, modules) if normal(name) in known}
    return [track.framework, *sorted(found - {track.framework, "Werkzeug", "Jinja2"}, key=str.lower)]


# --- Node -------------------------------------------------------------------------------------------------------------
def _node(sources: Sources, track: Track, home: str) -> tuple[Dependencies, list[str]]:
    package = next((one for one in (PackageJson.read(sources, at) for at in [home, *_above(home)]) if one.path), None)
    if package is None:
        files = {"package.json": json.dumps({"private": True, "dependencies": {track.framework: "*"}}).encode()}
        cure = f"npm init -y && npm install {track.framework}"
        notice = f"there is no package.json: only {track.framework} was installed; make one: {cure}"
        return Dependencies("node", files, guessed=True), [notice]
    files, notices = package.install_files(sources)
    if track.framework not in package.needs:
        notices.append(_express_missing(track, package))
    if not package.needs:
        wanted = {"private": True, "dependencies": {track.framework: "*"}}
        return Dependencies("node", {"package.json": json.dumps(wanted).encode()}, guessed=True), notices
    return Dependencies("node", files), notices


def _express_missing(track: Track, package: PackageJson) -> str:
    cure = f"npm install {track.framework}"
    for name in sorted(package.needs):
        if name not in NODE and nearest_package(name, [track.framework]):
            return f"{package.path} does not name {track.framework}: did you mean it by '{name}'? {cure}"
    return f"{package.path} does not name {track.framework}: {cure}"
