"""The files of a pair of keys: made once, never over something that is there; a private one is for its owner alone.

They lie in a teacher's own folders, where a link is the owner's: it is followed for reading, and what is judged is the
file that was opened. Nothing is ever made through one.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from functools import partial
from pathlib import Path

from grader.errors import FULL, UsageError
from grader.printable import one_line

NAME = "classroom-key.pem"
MOST_BYTES = 64 * 1024
OTHERS = 0o077  # what a group and everybody else may do
NO_LINKS = getattr(os, "O_NOFOLLOW", 0)
NO_WAITING = getattr(os, "O_NONBLOCK", 0)  # a pipe that nobody writes to must not hold us up


def key_path(given: str | None) -> Path:
    """Where the private key is: where the command says, else in the user's folder of settings."""
    if given:
        return Path(given)
    import platformdirs

    return platformdirs.user_config_path("backend-week") / NAME


def public_path(private: Path) -> Path:
    """Where the public key is: beside the private one."""
    return private.with_name(f"{private.name}.pub")


def write_pair(private: Path, secret: bytes, public: bytes) -> None:
    """Both files, or none. Raises UsageError where one is there already or can't be made."""
    place = public_path(private)
    for path in (private, place):
        if os.path.lexists(path):
            raise UsageError(
                f"there is a key already: {_shown(path)}. A new one is never written over it",
                "Keep it: what it signed can't be checked without it. To make one beside it: classroom key --out FILE",
            )
    made: list[Path] = []
    try:
        private.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for path, content, mode in ((private, secret, 0o600), (place, public, 0o644)):
            with open(path, "xb", opener=partial(_opened, more=NO_LINKS, mode=mode)) as file:
                made.append(path)
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
    except BaseException as error:
        for path in made:
            with suppress(OSError):
                path.unlink()
        if not isinstance(error, OSError) or error.errno in FULL:
            raise
        remedy = "Name a folder that you may write to: classroom key --out FILE"
        raise UsageError(f"no key can be written to {_shown(private)}: {_why(error)}", remedy) from error


def read_private(path: Path) -> bytes:
    """A private key's file. Raises UsageError where there is none or somebody else may read it."""
    content, mode = _read(path, "Make a pair of keys: classroom key")
    if os.name == "posix" and mode & OTHERS:
        raise UsageError(
            f"others on this machine may read the private key {_shown(path)} (mode {mode:04o}): whoever read it can "
            "sign grades",
            f"chmod 600 {_shown(path)}   (if strangers have an account here, make a new key)",
        )
    return content


def read_public(path: Path) -> bytes:
    """A public key's file. Raises UsageError where there is none."""
    return _read(path, "Name the public key of whoever graded: --public-key FILE. To make a pair: classroom key")[0]


def _read(path: Path, remedy: str) -> tuple[bytes, int]:
    try:
        with open(path, "rb", opener=partial(_opened, more=NO_WAITING)) as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise UsageError(f"{_shown(path)} is no ordinary file", remedy)
            return file.read(MOST_BYTES), stat.S_IMODE(about.st_mode)
    except FileNotFoundError:
        raise UsageError(f"there is no key at {_shown(path)}", remedy) from None
    except OSError as error:
        raise UsageError(f"the key {_shown(path)} can't be read: {_why(error)}", remedy) from error


def _opened(name: str, flags: int, *, more: int, mode: int = 0) -> int:
    return os.open(name, flags | more, mode)


def _shown(path: Path) -> str:
    return one_line(str(path))


def _why(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
