"""How a program is started: apart from this one, so that no Ctrl-C reaches it by itself and all of it can be ended."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from grader import system
from grader.errors import MachineError


def start(
    argv: Sequence[str],
    *,
    cwd: Path | str,
    env: Mapping[str, str],
    stdin: int | IO[bytes] = subprocess.DEVNULL,
    stdout: int | IO[bytes] = subprocess.DEVNULL,
    stderr: int | IO[bytes] = subprocess.DEVNULL,
    handed: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Starts a program in a session of its own. `handed`: open files that it is given, by `system.handle_of`."""
    command, variables = (list(argv), dict(env)) if system.POSIX else _on_windows(argv, env)
    try:
        return subprocess.Popen(  # noqa: S603  # a list, never a shell
            command, cwd=cwd, env=variables, stdin=stdin, stdout=stdout, stderr=stderr, **_apart(handed)
        )
    except FileNotFoundError as error:
        if error.filename == str(cwd):
            raise MachineError(f"the folder {cwd} is gone") from error
        raise MachineError(f"{argv[0]} is not installed", "Install it, or put it on PATH.") from error
    except OSError as error:
        raise MachineError(f"{argv[0]} could not be started: {error.strerror}") from error


def _apart(handed: Sequence[int]) -> dict[str, Any]:
    if system.POSIX:
        return {"start_new_session": True, "pass_fds": tuple(handed)}
    windows: Any = subprocess  # whose names for Windows are there only there
    handles = [system.handle_of(number) for number in handed]
    for handle in handles:
        os.set_handle_inheritable(handle, True)  # type: ignore[attr-defined]
    given = {"startupinfo": windows.STARTUPINFO(lpAttributeList={"handle_list": handles})} if handles else {}
    return {"creationflags": windows.CREATE_NEW_PROCESS_GROUP | windows.CREATE_NO_WINDOW, **given}


def _on_windows(argv: Sequence[str], env: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """The program by its whole name, npm is a .cmd; and the variable without which no program finds the system."""
    program = shutil.which(argv[0], path=env.get("PATH")) or argv[0]
    return [program, *argv[1:]], {"SYSTEMROOT": os.environ.get("SYSTEMROOT", ""), **env}
