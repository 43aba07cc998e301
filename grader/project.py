"""What a learner's folder is: its track, how it is started, what it needs installed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Language = Literal["python", "node"]


@dataclass(frozen=True)
class Dependencies:
    """All that goes into an installation, and nothing else: the cache's key is the hash of this.

    `files` maps file names to contents: `requirements.txt` (written by us from checked lines), or `package.json` and
    `package-lock.json`. No files: nothing to install. `guessed`: the project itself declares nothing.
    """

    language: Language
    files: Mapping[str, bytes] = field(default_factory=dict)
    guessed: bool = False


@dataclass(frozen=True)
class Production:
    """What starts a project where it is deployed: a shell command, its folder below the project's, its variables.

    `source` is the file that says so: Dockerfile, Procfile or package.json.
    """

    command: str
    source: str
    workdir: str = "."
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Project:
    """A project that can be served. `start` is a shell command that sees $PORT; `workdir` where, below `folder`."""

    folder: Path
    track: str
    start: str
    dependencies: Dependencies
    workdir: str = "."
    env: Mapping[str, str] = field(default_factory=dict)
    port: int | None = None
    notices: tuple[str, ...] = ()
    production: Production | None = None
