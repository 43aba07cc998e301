"""Writes a plan of files into a folder and never over a learner's work: it looks at everything before it writes."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.errors import MachineError, UsageError


@dataclass(frozen=True)
class Written:
    """What became of each path of a plan; `kept` names the copies of what was replaced."""

    created: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def write(plan: Mapping[str, bytes], into: Path, *, force: bool = False) -> Written:
    """Lays the plan down in a folder, which is made if need be.

    Raises UsageError, before anything is written, when a file is there that differs and `force` is not given, or
    when a path leads out of the folder or is taken by something that is not a file. With `force` what differs is
    kept as `<name>.orig` first.
    """
    with _told(into):
        states = {path: _state(into, path, content) for path, content in plan.items()}
    differing = [path for path, state in states.items() if state == "differs"]
    if differing and not force:
        count = f"{len(differing)} files differ" if len(differing) > 1 else "one file differs"
        where = "this folder" if into == Path() else into
        listed = "".join(f"\n  {path}" for path in differing)
        raise UsageError(
            f"in {where}, {count} from what would be written; nothing was changed:{listed}",
            "Give --force to write anew (yours are kept as NAME.orig), or another folder with --into.",
        )
    kept = []
    for path, content in plan.items():
        target = into / path
        with _told(target):
            if states[path] != "same":
                kept += [copy.relative_to(into).as_posix() for copy in _put(target, content)]
    by_state = {state: tuple(p for p in plan if states[p] == state) for state in ("missing", "same", "differs")}
    return Written(by_state["missing"], by_state["same"], by_state["differs"], tuple(kept))


def _state(into: Path, path: str, content: bytes) -> str:
    """`missing`, `same` or `differs`. Raises UsageError where nothing may be written."""
    if into.exists() and not into.is_dir():
        raise UsageError(f"{into} is not a folder", "Name another one with --into.")
    home, target = os.path.realpath(into), into / path
    if os.path.commonpath([home, os.path.realpath(target)]) != home:
        raise UsageError(f"{target} leads out of {into} through a link", "Remove the link, or name another folder.")
    for parent in target.relative_to(into).parents:
        if (into / parent).exists() and not (into / parent).is_dir():
            raise UsageError(f"{into / parent} is a file where a folder is needed", "Rename it, then try again.")
    if not target.exists():
        return "differs" if target.is_symlink() else "missing"
    if not target.is_file():
        raise UsageError(f"{target} is in the way: it is not a file", "Rename it, then try again.")
    return "same" if target.stat().st_size == len(content) and target.read_bytes() == content else "differs"


def _put(target: Path, content: bytes) -> list[Path]:
    """Writes beside the target, then renames: an interrupted run leaves no half a file. Scripts are executable.

    What was there is moved to the first free one of `.orig`, `.orig.1`, …: that copy is given back.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    mode = 0o777 if target.suffix == ".sh" else 0o666
    copies = []
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
            stream.write(content)
        if os.path.lexists(target):
            copies.append(target.rename(_free_name(target)))
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return copies


def _free_name(target: Path) -> Path:
    names = (target.with_name(f"{target.name}.orig{end}") for end in ("", *(f".{n}" for n in range(1, 1000))))
    for name in names:
        if not os.path.lexists(name):
            return name
    raise UsageError(f"there are too many copies of {target.name}", "Delete some of its .orig files.")


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turns what the system refuses into a sentence: rights are the user's to mend, the rest is the machine's."""
    try:
        yield
    except PermissionError as error:
        where = error.filename or path
        raise UsageError(f"no right to read or write {where}", "Name another folder with --into.") from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise MachineError(f"{path} can't be written: {reason}", "Nothing else was changed after it.") from error
