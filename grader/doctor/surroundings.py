"""Facts about what is around a learner's work: the port that is served on, file events, where packages come from."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path

from grader import mounts
from grader.doctor.facts import Fact, Machine
from grader.doctor.here import tilde, tried

PORT = 8080
LEAST_WATCHES = 8192
WATCHES = Path("/proc/sys/fs/inotify/max_user_watches")
OFFLINE = "The first installation of a project's packages needs it; what was installed before works without."


def port(_: Machine) -> Iterator[Fact]:
    """Where `grade serve` answers, and a learner's own server usually as well."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", PORT))
        except OSError:
            cure = f"End it, or take another one: grade serve DAY --port {PORT + 1}"
            yield Fact(f"port {PORT}", f"in use{listener()}", "warn", cure)
        else:
            yield Fact(f"port {PORT}", "free")


def listener() -> str:
    """Who listens there, as far as one may look."""
    import psutil

    with contextlib.suppress(psutil.Error, OSError):
        for one in psutil.net_connections("tcp"):
            if one.status == psutil.CONN_LISTEN and one.laddr and one.laddr.port == PORT and one.pid:
                return f" by {psutil.Process(one.pid).name()} (process {one.pid})"
    return ""


def watching(_: Machine) -> Iterator[Fact]:
    """Whether saves are told by the system, for `--watch`."""
    here = Path.cwd()
    if mounts.is_silent(here):
        cure = "It works, and takes a third of a second longer. A folder on this system's own disk is faster."
        yield Fact("file events", f"none in {tilde(here)}: grade --watch looks again and again", "warn", cure)
        return
    with contextlib.suppress(OSError, ValueError):
        if (most := int(WATCHES.read_text())) < LEAST_WATCHES:
            cure = f"Allow more: sudo sysctl fs.inotify.max_user_watches={8 * LEAST_WATCHES}"
            yield Fact("file events", f"at most {most} folders, and editors need most of them", "warn", cure)
            return
    yield Fact("file events", "grade --watch sees a save at once")


def network(_: Machine) -> Iterator[Fact]:
    """Whether packages can be had. Each installer is asked, since each has settings of its own."""
    asked = ("index", "versions", "flask", "--retries", "0", "--timeout", "5", "--disable-pip-version-check")
    code, said = tried("python3", "-m", "pip", *asked)
    if code is not None and "No module named pip" not in said:
        yield answered("packages, Python", code == 0, "pip")
    code, said = tried("npm", "ping", "--fetch-retries=0", "--fetch-timeout=5000")
    if code is not None:
        yield answered("packages, Node", code == 0, "npm")


def answered(name: str, there: bool, program: str) -> Fact:
    """Whether an installer has found its index."""
    if there:
        return Fact(name, f"{program} reaches its index")
    cure = f"Is there a network, or a proxy that {program} should know of? {OFFLINE}"
    return Fact(name, f"{program} gets no answer from its index", "warn", cure)
