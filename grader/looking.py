"""What checks may ask about a learner's files. They are looked at by this process, which runs nothing of them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from grader import process
from grader.dependencies import declared_names
from grader.errors import MachineError
from grader.project import Production, Project
from grader.reading.routes import Routes, find_routes
from grader.reading.sources import Sources
from grader.server.answers import Unavailable

LARGEST = 256 * 1024  # bytes of a file that a check may see
OWN = "grade the project itself, without --url"


class Looking:
    """A learner's project as files. Every method raises Unavailable where only an address is known."""

    def __init__(self, project: Project | None) -> None:
        self.project = project

    def text(self, path: str) -> str | None:
        """A file's text; None where there is no such file."""
        sources = Sources(self._folder())
        return sources.text(path) if sources.has(path) and len(sources.data(path)) <= LARGEST else None

    def paths(self) -> list[str]:
        """The project's files."""
        return list(Sources(self._folder()).paths)

    def production(self) -> Production | None:
        """What starts the project where it is deployed."""
        return self._project().production

    def declared(self) -> list[str]:
        """Names of the packages that the project itself says it needs, in small letters."""
        needs = self._project().dependencies
        return [] if needs.guessed else sorted(declared_names(needs))

    def track(self) -> str:
        """The project's track."""
        return self._project().track

    def routes(self) -> Routes:
        """Which file starts the server, and which others hold routes."""
        return find_routes(Sources(self._folder()), self.track())

    def ignored(self, paths: Sequence[str]) -> list[str]:
        """Those of the paths that Git leaves out, by the project's own .gitignore files alone."""
        sources = Sources(self._folder())
        rules = {path: sources.data(path) for path in sources.paths if path.rpartition("/")[2] == ".gitignore"}
        with tempfile.TemporaryDirectory(prefix="backend-week-") as home:
            for path, rule in rules.items():
                place = Path(home, path)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(rule)
            return _check_ignore(home, paths)

    def _project(self) -> Project:
        if self.project is None:
            raise Unavailable(f"needs the project's files: {OWN}")
        return self.project

    def _folder(self) -> Path:
        return self._project().folder


def _check_ignore(home: str, paths: Sequence[str]) -> list[str]:
    """Git's own answer, in a repository that holds the rules alone, without anybody's settings."""
    env = {"PATH": os.environ.get("PATH", os.defpath), "HOME": home, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}
    env |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CEILING_DIRECTORIES": home}
    try:
        code, said = process.run(["git", "init", "-q", "--template="], cwd=home, env=env, timeout=20)
        argv = ["git", "check-ignore", "--no-index", "--", *paths]
        code, said = process.run(argv, cwd=home, env=env, timeout=20) if code == 0 else (code, said)
    except MachineError as missing:
        raise Unavailable(f"needs Git on this machine: {missing.message}") from missing
    if code not in (0, 1):
        raise MachineError(f"git check-ignore failed: {said.strip()[:300]}")
    return [line for line in said.splitlines() if line in paths]
