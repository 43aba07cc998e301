"""What kind of system this is, where that decides how a thing is done.

Linux and macOS are POSIX. Windows has no sessions, no users by number, no limits of a process, and a child is given an
open file by its handle: what is done there instead stands beside what is done here.
"""

from __future__ import annotations

import contextlib
import importlib
import os
from typing import Any

POSIX = os.name == "posix"


def is_root() -> bool:
    """Whether this process may do everything on this machine."""
    return POSIX and os.getuid() == 0


def handle_of(number: int) -> int:
    """What an open file is called in a child that it is handed to."""
    return number if POSIX else int(_windows_files().get_osfhandle(number))


def opened(handle: int, flags: int) -> int:
    """The open file, in the child. `flags` as for `os.open`."""
    return handle if POSIX else int(_windows_files().open_osfhandle(handle, flags))


def limit(what: str, most: int) -> None:
    """Lowers a limit of this process (`DATA`, `FSIZE`: bytes), where the system has it and it is not lower already."""
    with contextlib.suppress(ImportError, AttributeError, OSError, ValueError):
        limits: Any = importlib.import_module("resource")
        limits.setrlimit(getattr(limits, f"RLIMIT_{what}"), (most, most))


def _windows_files() -> Any:
    return importlib.import_module("msvcrt")
