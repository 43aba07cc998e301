"""The files by which hosting services start a project: which there are, and what is wrong with each.

A platform is a line of PLATFORMS: its file, and a function that looks at the project. To add one: write both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.checks import commands, entries, runtimes
from grader.checks.platform_files import UnreadableError, fault_of, read_json, read_yaml
from grader.project import Production

RENDER, PROCFILE, VERCEL = "render.yaml", "Procfile", "vercel.json"
APPRUNNER, DOCKERRUN = "apprunner.yaml", "Dockerrun.aws.json"


@dataclass(frozen=True)
class Files:
    """A project's files, its language, and the command that was tested."""

    paths: frozenset[str]
    text: Callable[[str], str]
    node: bool
    tested: Production

    @property
    def scripts(self) -> Mapping[str, str]:
        """package.json's."""
        return runtimes.package_of(self.text("package.json")).scripts if "package.json" in self.paths else {}

    def differs(self, command: str, where: str) -> list[str]:
        """What to say of a start command that is not the tested one."""
        if not self.tested.command:
            return [f"there is no production command that {where} could be held against"]
        if commands.same(command, self.tested.command, self.scripts):
            return []
        return [f"{where} says `{command}`, and what was tested is `{self.tested.command}` ({self.tested.source})"]


@dataclass(frozen=True)
class Found:
    """A platform whose file is there: what is wrong with its shape, and how its start differs from the tested one."""

    platform: str
    file: str
    faults: list[str] = field(default_factory=list)
    differs: list[str] = field(default_factory=list)


def found(files: Files) -> list[Found]:
    """Every platform whose file is there."""
    return [look(files) for file, look in PLATFORMS if file in files.paths]


# --- one by one -------------------------------------------------------------------------------------------------------
def render(files: Files) -> Found:
    value, faults = read(files, RENDER, read_yaml, "render")
    if faults:
        return Found("Render", RENDER, faults)
    services = [one for one in services_of(value) if one.get("type") == "web" and runtime_of(one) != "static"]
    if not services:
        return Found("Render", RENDER, [f"{RENDER} has no service of type web that runs something"])
    service, kind = services[0], runtime_of(services[0])
    if kind == ("node" if files.node else "python"):
        return Found("Render", RENDER, [], files.differs(str(service["startCommand"]), f"{RENDER}, startCommand,"))
    if kind != "docker":
        return Found("Render", RENDER, [f"{RENDER} says runtime: {kind}, which does not run this project"])
    faults, differs = by_image(files, RENDER, str(service.get("dockerfilePath") or "Dockerfile"))
    command = str(service.get("dockerCommand") or "")
    return Found("Render", RENDER, faults, files.differs(command, f"{RENDER}, dockerCommand,") if command else differs)


def heroku(files: Files) -> Found:
    lines = [line.partition(":") for line in files.text(PROCFILE).splitlines() if not line.strip().startswith("#")]
    web = [command.strip() for name, colon, command in lines if colon and name.strip() == "web"]
    if not web or not web[0]:
        return Found("Heroku", PROCFILE, [f"{PROCFILE} has no line that begins with `web:` and has a command"])
    faults = runtimes.faults(files.paths, files.text, node=files.node)
    return Found("Heroku", PROCFILE, faults, files.differs(web[0], f"{PROCFILE}, web,"))


def vercel(files: Files) -> Found:
    value, faults = read(files, VERCEL, read_json, "vercel")
    return Found("Vercel", VERCEL, faults or entries.faults(value, files.paths, files.text, node=files.node))


def apprunner(files: Files) -> Found:
    value, faults = read(files, APPRUNNER, read_yaml, "apprunner")
    if faults:
        return Found("AWS App Runner", APPRUNNER, faults)
    runtime, run = str(value["runtime"]), value["run"]
    if not runtime.startswith("nodejs" if files.node else "python"):
        faults = [f"{APPRUNNER} says runtime: {runtime}, which does not run this project"]
    network = run.get("network") or {}
    command, port = str(run["command"]), str(network.get("port") or "8080")
    differs = files.differs(command, f"{APPRUNNER}, run.command,")
    # The port is written down there, and PORT is set to it: a command with the number says the same as $PORT.
    if differs and str(network.get("env") or "PORT") == "PORT" and port:
        differs = differs if files.differs(command.replace(port, "$PORT"), "") else []
    return Found("AWS App Runner", APPRUNNER, faults, differs)


def beanstalk(files: Files) -> Found:
    value, faults = read(files, DOCKERRUN, read_json, "dockerrun")
    if faults or "Image" in value or "containerDefinitions" in value:
        # A finished image says itself how it is started, unless the file does.
        command = "" if faults else str(value.get("Command") or "")
        return Found("AWS", DOCKERRUN, faults, files.differs(command, f"{DOCKERRUN}, Command,") if command else [])
    return Found("AWS", DOCKERRUN, *by_image(files, DOCKERRUN, "Dockerfile"))


PLATFORMS: tuple[tuple[str, Callable[[Files], Found]], ...] = (
    (RENDER, render),
    (PROCFILE, heroku),
    (VERCEL, vercel),
    (APPRUNNER, apprunner),
    (DOCKERRUN, beanstalk),
)


# --- what they share --------------------------------------------------------------------------------------------------
def read(files: Files, path: str, how: Callable[[str], Any], shape: str) -> tuple[Any, list[str]]:
    """(the value in a file, what is wrong with it)."""
    try:
        value = how(files.text(path))
    except UnreadableError as error:
        return None, [f"{path} {error}"]
    fault = fault_of(value, shape)
    return value, [f"{path} {fault}"] if fault else []


def by_image(files: Files, file: str, dockerfile: str) -> tuple[list[str], list[str]]:
    """(faults, differences) where a Dockerfile starts the app: it has to be there, and to be what was tested."""
    path = dockerfile.removeprefix("./")
    if path not in files.paths:
        return [f"{file} has an image built, and there is no {path}"], []
    if files.tested.source != "Dockerfile":
        return [], [f"{file} starts what {path} says, which has no CMD; tested was {files.tested.source}"]
    return [], []


def services_of(value: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Render's services, also those within projects."""
    environments = [place for project in value.get("projects") or [] for place in project.get("environments") or []]
    return [service for place in (value, *environments) for service in place.get("services") or []]


def runtime_of(service: Mapping[str, Any]) -> str:
    """`env` is the older name of the field."""
    return str(service.get("runtime") or service.get("env") or "")
