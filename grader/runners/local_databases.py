"""The app's database where there is no container: a SQLite file beside its data, opened by processes of its own."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from grader import process
from grader.errors import ProjectError
from grader.runners.databases import (
    QUERIES_SECONDS,
    QUERYING,
    RUN_QUERIES,
    NoDatabase,
    Tables,
    own_server,
    stored,
    told,
)
from grader.runners.watchdog import TAG
from grader.server.options import Options
from grader.services.sqlite import LOOK, url

LOOK_SECONDS = 30
LARGEST = 1 << 20


class FileHere(NoDatabase):
    """A file in the run's data folder."""

    kind = "sqlite"

    def __init__(self, folder: Path, tag: str) -> None:
        super().__init__("needs a database server that can be stopped; SQLite is a file")
        self.folder = folder
        self.tag = tag
        self.others = 0

    @property
    def file(self) -> Path:
        return self.folder / "data" / "app.db"

    @property
    def env(self) -> Mapping[str, str]:
        return {"DATABASE_URL": url(str(self.file))}

    def another(self) -> str:
        self.others += 1
        return url(str(self.folder / "data" / f"other{self.others}.db"))

    def on(self, kind: str) -> str:
        return self.another() if kind == self.kind else super().on(kind)

    def tables(self) -> Tables:
        with tempfile.TemporaryDirectory(dir=self.folder) as room:
            command = [sys.executable, "-I", "-S", "-c", LOOK, str(self.file), room]
            return stored(told(printed(command, self.tag, room, LOOK_SECONDS), "looking into the database"))

    def run_queries(self, job: Mapping[str, Any]) -> Mapping[str, Any]:
        return run_here(self.folder, self.tag, job)


def run_here(folder: Path, tag: str, job: Mapping[str, Any]) -> Mapping[str, Any]:
    """The result of `services.querying` on a job, in a process of its own."""
    with tempfile.TemporaryDirectory(dir=folder) as room:
        file = Path(room, "job.json")
        file.write_text(json.dumps(job), encoding="utf-8")
        command = [sys.executable, "-I", "-c", RUN_QUERIES, str(QUERYING.parent), str(file)]
        found: Mapping[str, Any] = told(printed(command, tag, room, QUERIES_SECONDS), "running the queries")
    return found


def printed(command: list[str], tag: str, room: str, seconds: float) -> str:
    """What a program of ours printed, which is more than the door's own limit."""
    with tempfile.TemporaryFile(dir=room) as output:
        child = process.start(command, cwd=room, env={TAG: tag, "LANG": "C.UTF-8"}, stdout=output)
        if process.wait(child, seconds) < 0:
            raise ProjectError("what was in the database or came of the queries took more time than there is")
        output.seek(0)
        return output.read(LARGEST).decode("utf-8", "replace")


def database_here(options: Options, folder: Path, tag: str) -> NoDatabase:
    """What the app is given. Raises UsageError where it is to be a server and the user names none."""
    if options.database == "none":
        return NoDatabase()
    if options.database == "sqlite":
        return FileHere(folder, tag)
    return own_server(options.database, options.database_url, lambda job: run_here(folder, tag, job))
