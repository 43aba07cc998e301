"""What starts a project where it is deployed: its Dockerfile's command, its Procfile's, or its `npm start`."""

from __future__ import annotations

from grader.project import Language, Production
from grader.reading.dockerfile import start_of
from grader.reading.package_json import PackageJson
from grader.reading.sources import Sources, join

NPM_START = "npm start"


def production_of(sources: Sources, home: str, language: Language) -> Production | None:
    """The first of them that there is, in the project's folder or in the one that the app lies in."""
    folders = dict.fromkeys((".", home))
    for folder in folders:
        if found := from_dockerfile(sources, folder):
            return found
    for folder in folders:
        if line := procfile(sources, folder):
            return Production(line, "Procfile", folder)
    if language == "node":
        for folder in folders:
            if sources.has(join(folder, "package.json")) and PackageJson.read(sources, folder).scripts.get("start"):
                return Production(NPM_START, "package.json", folder)
    return None


def from_dockerfile(sources: Sources, folder: str) -> Production | None:
    """What its image is started with: in the project's folder, wherever the image has copied that."""
    path = join(folder, "Dockerfile")
    if not sources.has(path):
        return None
    start = start_of(sources.text(path))
    return Production(start.command, "Dockerfile", folder, dict(start.env)) if start.command else None


def procfile(sources: Sources, home: str) -> str:
    """The command of the process that answers on the web."""
    lines = sources.text(join(home, "Procfile")).split("\n") if sources.has(join(home, "Procfile")) else []
    web = [line.partition(":")[2].strip() for line in lines if line.strip().lower().startswith("web:")]
    return web[0] if web else ""
