"""Installs a project's dependencies on this machine, in a folder of the user's cache named by all that went in."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader import process, system
from grader.errors import MachineError
from grader.project import Dependencies, Language
from grader.runners import index_settings, uv
from grader.runners.how_far import Installing, ticking
from grader.runners.installing import INSTALL_SECONDS, NPM, install_failed, passed_over, pip_options, source_packages
from grader.server.options import Progress

COMPLETE = ".complete"
LOG_END = 256 << 10  # bytes of pip's log, in which the package is looked for that it is at
PROGRAMS = "bin" if system.POSIX else "Scripts"  # the folder in a virtual environment


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
    tool = python3() if needs.language == "python" else "node"
    if shutil.which(tool) is None:
        raise MachineError(f"{tool} is not installed on this machine", "Install it, or grade with --runner docker.")
    if not needs.files:
        return Installed([Path(sys.executable).parent] if needs.language == "python" else [])
    version = [sys.version, shutil.which("node") or "", needs.language, *source_packages(os.environ)]
    files = sorted((name, hashlib.sha256(content).hexdigest()) for name, content in needs.files.items())
    home = cache_root() / hashlib.sha256(json.dumps([version, files]).encode()).hexdigest()[:40]
    cached = (home / COMPLETE).exists()
    if not cached:
        with ticking(Installing(progress), lambda: _log_end(home)), locked(home.with_suffix(".lock")):
            if not (home / COMPLETE).exists():
                _fill(home, needs)
    if needs.language == "python":
        return Installed([home / "venv" / PROGRAMS], None, cached)
    return Installed([home / "node_modules" / ".bin"], home / "node_modules", cached)


def python3() -> str:
    """What Python is called on this machine."""
    return "python3" if system.POSIX else "python"


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """One installation of the same at a time; the lock goes with the process."""
    from filelock import FileLock  # flock, or what the system has instead

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path):
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


def _log_end(home: Path) -> str:
    """The end of what pip has noted so far; nothing where it has no log yet, nor with npm, which keeps none there."""
    with contextlib.suppress(OSError), (home / "pip.log").open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - LOG_END))
        return file.read(LOG_END).decode("utf-8", "replace")
    return ""


def _python(folder: Path) -> None:
    venv, wanted = str(folder / "venv"), str(folder / "requirements.txt")
    if (program := uv.binary()) and _by_uv(program, folder, venv, wanted):
        return
    _run("python", folder, [python3(), "-m", "venv", venv])
    options = [*pip_options(source_packages(os.environ)), "--log", str(folder / "pip.log")]
    _run("python", folder, [f"{venv}/{PROGRAMS}/python", "-m", "pip", "install", *options, "-r", wanted])


def _by_uv(program: Path, folder: Path, venv: str, wanted: str) -> bool:
    """Whether uv could do it."""
    options, env = uv.as_pip_is_told(os.environ, Path.home())
    options += [*uv.options(source_packages(os.environ)), "--python", f"{venv}/{PROGRAMS}/python", "-r", wanted]
    steps = ([python3(), "-m", "venv", "--without-pip", venv], [str(program), "pip", "install", *options])
    return all(process.run(argv, cwd=folder, env=env, timeout=INSTALL_SECONDS)[0] == 0 for argv in steps)


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
