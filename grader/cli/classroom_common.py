"""What several commands of a teacher's need: their course.toml, and what signs their grades."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.classroom.records import Grade


def policy_file(given: Path | None) -> Path | None:
    """The file that was named, else this folder's course.toml, if there is one."""
    if given is not None and not given.is_file():
        raise UsageError(f"there is no file {given}", "Name your course.toml, or leave --course out.")
    here = Path("course.toml")
    return given or (here if here.is_file() else None)


def signer(key: Path | None) -> Callable[[Grade], Grade]:
    """What makes a grade one that counts, by this key or the usual one. Raises UsageError where there is none."""
    from grader.classroom.signing import Signer, key_path

    return Signer.load(key_path(str(key) if key else None)).sign
