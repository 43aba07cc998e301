"""Who owns what a run makes, and whether that grader is still there.

A process id alone says little: ids are used again, and mean nothing in another boot or in another container. So an
owner is a process id, the time at which that process began, the boot, and the place: machine, host name and PID
namespace. It is written down before there is anything to remove: in labels, and in the names of folders.
"""

from __future__ import annotations

import hashlib
import os
import platform
import time
from pathlib import Path
from typing import NamedTuple

from grader import system

OUT_OF_SIGHT = 24 * 3600  # seconds after which an owner that can't be seen is taken for gone
OVER = ("Z", "X")  # a zombie holds nothing any more


class Owner(NamedTuple):
    """A grader's process. What an older grader did not write down is empty."""

    place: str
    boot: str
    pid: str
    start: str

    def gone(self, made: float) -> bool:
        """Whether it is surely over. `made`: when what it owns was made, by the clock: it decides for other places."""
        if self.place not in ("", here()):
            return time.time() - made > OUT_OF_SIGHT
        return self.boot != boot_id() or not lives(self.pid, self.start)


def me() -> Owner:
    """This process."""
    return Owner(here(), boot_id(), str(os.getpid()), began(os.getpid()) or "")


def lives(pid: str, start: str = "") -> bool:
    """Whether a process of that id, begun at that time, is at work on this machine. In doubt it is."""
    try:
        number = int(pid)
        if number <= 0:  # these mean whole groups to the kernel
            return False
        if system.POSIX:  # on Windows this would end it; there `began` tells
            os.kill(number, 0)
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    except PermissionError:
        pass  # another user's
    found = began(number)
    return found is None or (found != "" and start in ("", found))


def began(pid: int) -> str | None:
    """When a process began, on a clock that nobody sets; "" for one that is over, None where that can't be seen."""
    if platform.system() != "Linux":
        return _began_elsewhere(pid)
    try:
        # After the name, which may hold anything: the state is field 3, the start field 22.
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
        return "" if fields[0].decode() in OVER else fields[19].decode()
    except (OSError, IndexError):
        return None


def _began_elsewhere(pid: int) -> str | None:
    import psutil

    try:
        process = psutil.Process(pid)
        return "" if process.status() == psutil.STATUS_ZOMBIE else str(int(process.create_time() * 1e6))
    except psutil.NoSuchProcess:
        return ""
    except psutil.Error:
        return None


def boot_id() -> str:
    """This boot of the machine; process ids mean nothing in another one. Elsewhere a process's start says enough."""
    return _short(_read("/proc/sys/kernel/random/boot_id") or platform.node())


def here() -> str:
    """Where process ids mean the same as here. It gives no name away."""
    try:
        namespace = str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        namespace = ""
    return _short("\n".join(["backend-week", _read("/etc/machine-id"), platform.node(), namespace]))


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
