"""Facts about this machine itself."""

from __future__ import annotations

import os
import platform
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from grader import process
from grader.doctor.cures import install
from grader.doctor.facts import WAYS, Fact, Machine
from grader.errors import MachineError
from grader.runners import local_installing

LEAST_FREE = 2 << 30  # bytes: an image and its dependencies, with room to work
LEAST_NODE = 18
UNTRIED = "If something is odd, use it in the Windows Subsystem for Linux (WSL 2), and tell us."


def system(_: Machine) -> Iterator[Fact]:
    """What the grader itself runs on."""
    yield Fact("Python", platform.python_version())
    name = f"{platform.system()} {platform.release()}, {platform.machine()}"
    if platform.system() in ("Linux", "Darwin"):
        yield Fact("system", name)
    else:
        yield Fact("system", f"{name}: written for it, and not tried there", cure=UNTRIED)


def disk(_: Machine) -> Iterator[Fact]:
    """Room where runs keep and make things."""
    yield room("disk, cache", local_installing.cache_root(), "Free some space there: grade clean --all", ("local",))
    yield room("disk, temporary", Path(tempfile.gettempdir()), "Free some space there, or set TMPDIR to a larger disk.")


def room(name: str, place: Path, cure: str, ways: tuple[str, ...] = WAYS) -> Fact:
    """How much is free in a folder, or where it will be."""
    there = next(folder for folder in (place, *place.parents) if folder.exists())
    if not os.access(there, os.W_OK | os.X_OK):
        return Fact(name, f"{tilde(there)} can't be written to", "bad", "Make it yours, or name another folder.", ways)
    return free(name, there, cure)


def free(name: str, folder: Path, cure: str) -> Fact:
    """Bytes that are left on a folder's disk."""
    left = shutil.disk_usage(folder).free
    found = f"{left / 2**30:.1f} GiB free at {tilde(folder)}"
    return Fact(name, found) if left >= LEAST_FREE else Fact(name, found, "warn", f"2 GiB should be. {cure}")


def python3(_: Machine) -> Iterator[Fact]:
    """What the local runner installs Python packages with."""
    script = "import ensurepip, platform, venv; print(platform.python_version())"
    code, output = tried(local_installing.python3(), "-I", "-c", script)
    if code == 0:
        yield Fact("python3", output)
    else:
        found = "not installed" if code is None else "can't make virtual environments"
        yield Fact("python3", found, "bad", install("python3"), ("local",))


def node(_: Machine) -> Iterator[Fact]:
    """What the local runner needs for Express; a container brings its own."""
    code, output = tried("node", "--version")
    number = re.match(r"v(\d+)\.", output)
    if code != 0 or number is None:
        yield Fact("node", "not found: no Express without a container", "warn", install("node"))
    elif int(number[1]) < LEAST_NODE:
        yield Fact("node", f"{output}: too old for Express without a container", "warn", install("node"))
    else:
        yield Fact("node", output)
    code, output = tried("npm", "--version")
    if code == 0:
        yield Fact("npm", output)
    else:
        yield Fact("npm", "not found: no Express without a container", "warn", install("node"))


def sqlite3(_: Machine) -> Iterator[Fact]:
    """What a learner may look into a database with; no grade needs it."""
    code, output = tried("sqlite3", "--version")
    if code == 0:
        yield Fact("sqlite3", output.partition(" ")[0])
    else:
        yield Fact("sqlite3", "not found: only to try queries by hand, on day 3", "warn", install("sqlite3"))


def git(_: Machine) -> Iterator[Fact]:
    """What keeps a course's history, and what goals about a history look with."""
    code, output = tried("git", "--version")
    if code == 0:
        yield Fact("git", output.removeprefix("git version "))
    else:
        found = "not found: scaffold course makes no repository, and goals about Git are not checked"
        yield Fact("git", found, "warn", install("git"))


def tried(*argv: str) -> tuple[int | None, str]:
    """A program's exit code, None where there is no such program, and the first line of what it printed."""
    try:
        code, output = process.run(argv, cwd="/", env=os.environ, timeout=20)
    except MachineError:
        return None, ""
    return code, next(iter(output.strip().splitlines()), "")


def tilde(path: Path) -> str:
    """The path as it may be shown in a bug report: without this user's name."""
    home = Path.home()
    return str(Path("~") / path.relative_to(home)) if path.is_relative_to(home) else str(path)
