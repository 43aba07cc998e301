"""What the runners share when they start an app: its variables, its command, and the files laid beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from grader.errors import ProjectError
from grader.project import Production, Project
from grader.server.options import Launch

# Where it is deployed npm would look for a newer npm; here there is nobody to ask.
PRODUCTION = {"NODE_ENV": "production", "NPM_CONFIG_UPDATE_NOTIFIER": "false"}


def environment(launch: Launch, marks: Mapping[str, str], *layers: Mapping[str, str]) -> dict[str, str]:
    """The app's variables: the layers one over the other, with their marks filled in, and the launch's own on top."""
    found: dict[str, str] = {}
    for layer in layers:
        found |= {name: filled(text, marks) for name, text in layer.items()}
    for name, value in launch.env.items():
        found.pop(name, None)
        if value is not None:
            found[name] = value
    return found


def filled(text: str, marks: Mapping[str, str]) -> str:
    for mark, value in marks.items():
        text = text.replace(mark, value)
    return text


def chosen(project: Project, launch: Launch) -> tuple[str, str, Mapping[str, str]]:
    """(command, folder, variables) of a start. Raises ProjectError where production is wanted and there is none."""
    if not launch.production:
        return project.start, project.workdir, project.env
    made = production_of(project)
    return made.command, made.workdir, {**project.env, **PRODUCTION, **made.env}


def production_of(project: Project) -> Production:
    """The command that is used where the project is deployed. Raises ProjectError where there is none."""
    if project.production is None:
        words = "no production command: neither a Dockerfile with CMD, nor a Procfile with web:, nor scripts.start"
        raise ProjectError(words, "Write a Procfile with a line that begins with web:, for a start.")
    return project.production


class Overlay:
    """Files that were laid into a project's copy, and how it was before."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.laid: set[str] = set()

    def changes(self, launch: Launch) -> dict[str, bytes | None]:
        """Contents by path from the copy's top, None for what has to go: so that just the launch's files are laid."""
        home = self.project.workdir
        wanted = {
            (path if home == "." else f"{home}/{path}"): None if text is None else text.encode()
            for path, text in launch.files.items()
        }
        back = {path: self._original(path) for path in self.laid - set(wanted)}
        self.laid = set(wanted)
        return {**back, **wanted}

    def _original(self, path: str) -> bytes | None:
        file = Path(self.project.folder, path)
        return file.read_bytes() if file.is_file() and not file.is_symlink() else None
