"""Runs a command of ours without what Windows lacks: python as_windows.py grade day2 --runner local

No Windows is at hand where these tests run. So that no call of ours needs POSIX without another way, all that Windows
does not have is taken away before ours are imported, libraries keep it, and Windows' ways are led to those of this
system. Our other processes (checks, watchdog) run as they do here.
"""

from __future__ import annotations

import importlib
import os
import select
import signal
import socket
import subprocess
import sys
import types
from typing import Any

# Libraries look at the system when they are imported.
LIBRARIES = "click filelock pathlib platformdirs psutil pytest requests rich.console shutil tempfile urllib3"
GONE = {
    os: "chown fchmod fchown fork geteuid getgid getpgid getuid killpg mkfifo nice sched_getaffinity setsid"
    " O_CLOEXEC O_DIRECTORY O_NOFOLLOW O_NONBLOCK",
    signal: "SIGKILL SIGHUP SIGALRM SIGCHLD alarm pause setitimer",
    select: "poll epoll",
    socket: "AF_UNIX TCP_QUICKACK",
}
MODULES = ("fcntl", "grp", "pty", "pwd", "resource", "termios", "tty")


class Popen(subprocess.Popen):  # type: ignore[type-arg]
    """Windows' way of starting a program."""

    def __init__(self, args: Any, *, startupinfo: Any = None, creationflags: int = 0, **more: Any) -> None:
        elsewhere = set(more) & {"pass_fds", "start_new_session", "preexec_fn", "process_group", "umask"}
        assert not elsewhere, f"Windows starts no program so: {sorted(elsewhere)}"
        assert creationflags or not is_ours(sys._getframe(1)), "it would hear our Ctrl-C"
        handles = startupinfo.lpAttributeList["handle_list"] if startupinfo else ()
        super().__init__(args, pass_fds=handles, **more)


def pipes_refused(reads: Any, writes: Any, errors: Any, timeout: float | None = None) -> Any:
    """`select` takes sockets alone."""
    assert all(isinstance(one, socket.socket) for one in [*reads, *writes, *errors])
    return really["select"](reads, writes, errors, timeout)


def is_ours(frame: types.FrameType) -> bool:
    """Whether code of ours calls, not a library."""
    return str(frame.f_globals["__name__"]).startswith("grader")


def kill(pid: int, what: int) -> None:
    """A signal of 0 asks nothing there: it ends the process. Libraries have other ways."""
    assert not is_ours(sys._getframe(1)), f"this would end process {pid}"
    really["kill"](pid, what)


really: dict[str, Any] = {"select": select.select, "kill": os.kill}


def become_windows() -> None:
    """Takes away, and gives what is there instead."""
    for name in LIBRARIES.split():
        importlib.import_module(name)
    for module in GONE:
        leave_to_libraries(module)
    for module, names in GONE.items():
        for name in names.split():
            delattr(module, name)
    for name in MODULES:
        sys.modules[name] = None  # type: ignore[assignment]
    os.supports_dir_fd = set()
    os.kill, select.select = kill, pipes_refused
    os.set_handle_inheritable = os.set_inheritable  # type: ignore[attr-defined]
    same: Any = types.ModuleType("msvcrt")
    same.get_osfhandle, same.open_osfhandle = (lambda number: number), (lambda handle, flags: handle)
    sys.modules["msvcrt"] = same
    for name, value in {"STARTUPINFO": types.SimpleNamespace, "CREATE_NEW_PROCESS_GROUP": 512}.items():
        setattr(subprocess, name, value)
    subprocess.CREATE_NO_WINDOW = 1 << 27  # type: ignore[attr-defined]
    subprocess.Popen = Popen  # type: ignore[misc]
    system = importlib.import_module("grader.system")
    system.POSIX = False  # type: ignore[attr-defined]


def leave_to_libraries(module: types.ModuleType) -> None:
    """Those that are imported already get a copy, with all that is there."""
    whole = types.ModuleType(module.__name__)
    whole.__dict__.update(vars(module))
    for library in [one for one in sys.modules.values() if isinstance(one, types.ModuleType)]:
        for name, value in list(vars(library).items()):
            if value is module and library.__name__ != "__main__":
                setattr(library, name, whole)


if __name__ == "__main__":
    become_windows()
    command, *sys.argv[1:] = sys.argv[1:]
    sys.exit(importlib.import_module(f"grader.cli.{command}").main())
