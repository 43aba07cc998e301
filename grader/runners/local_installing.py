"""Installs a project's dependencies on this machine, in a folder of the user's cache named by all that went in."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader import process
from grader.errors import MachineError
from grader.project import Dependencies, Language
from grader.runners import index_settings
from grader.runners.installing import INSTALL_SECONDS, NPM, install_failed, passed_over, pip_options, source_packages
from grader.server.options import Progress

COMPLETE = ".complete"


@dataclass(frozen=True)
class Installed:
    """Folders for the app's PATH, and the packages that node looks for in the project."""

    path: Sequence[Path] = ()
    node_modules: Path | None = None
    cached: bool = True


def cache_root() -> Path:
    """The user's cache folder of this program."""
    import platformdirs

    return Path(os.environ.get("GRADER_CACHE") or platformdirs.user_cache_dir("backend-week")) / "deps"


def install(needs: Dependencies, progress: Progress) -> Installed:
    """The dependencies, installed now or before. Raises ProjectError (theirs) or MachineError (index unreachable)."""
    tool = "python3" if needs.language == "python" else "node"
    if shutil.which(tool) is None:
        raise MachineError(f"{tool} is not installed on this machine", "Install it, or grade with --runner docker.")
    if not needs.files:
        return Installed([Path(sys.executable).parent] if needs.language == "python" else [])
    version = [sys.version, shutil.which("node") or "", needs.language, *source_packages(os.environ)]
    files = sorted((name, hashlib.sha256(content).hexdigest()) for name, content in needs.files.items())
    home = cache_root() / hashlib.sha256(json.dumps([version, files]).encode()).hexdigest()[:40]
    cached = (home / COMPLETE).exists()
    if not cached:
        progress("installing dependencies (the first time; later runs reuse them)")
        with locked(home.with_suffix(".lock")):
            if not (home / COMPLETE).exists():
                _fill(home, needs)
    if needs.language == "python":
        return Installed([home / "venv" / "bin"], None, cached)
    return Installed([home / "node_modules" / ".bin"], home / "node_modules", cached)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """One installation of the same at a time; the lock goes with the process."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise MachineError(f"the cache can't be written: {error.filename}: {error.strerror}") from error


def _fill(home: Path, needs: Dependencies) -> None:
    """Installs in place, since scripts name the folder that they were installed in; marked when it is whole."""
    shutil.rmtree(home, ignore_errors=True)  # of an installation that was cut off
    home.mkdir()
    for name, content in needs.files.items():
        (home / name).write_bytes(content)
    _python(home) if needs.language == "python" else _node(home, needs)
    (home / COMPLETE).touch()


def _python(folder: Path) -> None:
    venv, wanted = str(folder / "venv"), str(folder / "requirements.txt")
    _run("python", folder, ["python3", "-m", "venv", venv])
    options = [*pip_options(source_packages(os.environ)), "--log", str(folder / "pip.log")]
    _run("python", folder, [f"{venv}/bin/python", "-m", "pip", "install", *options, "-r", wanted])


def _node(folder: Path, needs: Dependencies) -> None:
    if "package-lock.json" in needs.files:
        with contextlib.suppress(Exception):  # a stale lock file: npm install says what is really wrong
            return _run("node", folder, ["npm", "ci", *NPM])
    return _run("node", folder, ["npm", "install", *NPM])


def _run(language: Language, folder: Path, argv: list[str]) -> None:
    code, log = process.run(argv, cwd=folder, env=os.environ, timeout=INSTALL_SECONDS)
    if code == 0:
        return
    pip_log = folder / "pip.log"
    more = passed_over(pip_log.read_text("utf-8", "replace")) if pip_log.is_file() else ""
    hide = index_settings.read(language, os.environ, Path.home()).hide
    raise install_failed(language, code, f"{hide(log)}\n{more}")
