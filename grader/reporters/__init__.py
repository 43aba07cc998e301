"""Reports as files. To add one more kind:

1. write a module here with `render(report: Report) -> str`; it starts with `cleaning.clean(report)`, takes its words
   from `summary`, and escapes for its format what is left;
2. name it in `REPORTERS`;
3. add an option of the same name to `grade`.

`tests/unit/test_reporters.py` runs the same hostile report through all of them. The terminal's is not among them: it
prints as it goes and is never a file.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from grader.errors import MachineError, UsageError
from grader.outcomes import Report
from grader.printable import printable, without_commands

REPORTERS = {
    "json": "grader.reporters.json_report",
    "junit": "grader.reporters.junit",
    "html": "grader.reporters.html",
    "markdown": "grader.reporters.markdown",
    "csv": "grader.reporters.csv_report",
}
STDOUT = "-"


def render(report: Report, kind: str) -> str:
    """The report as one kind of text; the module is imported only now."""
    if kind not in REPORTERS:
        raise UsageError(f"There is no {kind} report.", f"Choose one of {', '.join(REPORTERS)}.")
    text = import_module(REPORTERS[kind]).render(report)
    assert isinstance(text, str)
    return text


def write(report: Report, kind: str, target: str) -> None:
    """Write one report to a file, whole or not at all, or to standard output."""
    put(render(report, kind), f"{kind} report", target)


def put(text: str, what: str, target: str) -> None:
    """Write a text to a file, whole or not at all, or to standard output. `what` names it where that fails."""
    try:
        _print(text) if target == STDOUT else _replace(Path(target), text)
    except OSError as error:
        where = "standard output" if target == STDOUT else printable(target)
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        remedy = "Free some space on that disk." if full else "Choose another place for it."
        raise MachineError(f"The {what} could not be written to {where}: {error.strerror}.", remedy) from error


def check_targets(targets: Iterable[tuple[str, str]]) -> None:
    """Refuse what can't be written before anything runs: pairs of a kind and a path or `-`."""
    seen: dict[Path | str, str] = {}
    for kind, target in targets:
        key: Path | str = STDOUT if target == STDOUT else _checked(kind, target)
        if key in seen:
            where = "standard output" if key == STDOUT else printable(target)
            raise UsageError(f"The {seen[key]} and the {kind} report would both be written to {where}.")
        seen[key] = kind


def _checked(kind: str, target: str) -> Path:
    """The place of a report file, made sure of."""
    path, shown = Path(target), printable(target)
    try:
        if "\0" in target:
            raise UsageError(f"{shown} can't be the {kind} report's file: there is a NUL in its name.")
        if not target or path.is_dir():
            raise UsageError(f"The {kind} report needs a file, and {shown or 'the empty name'} is a folder.")
        if path.is_symlink():
            raise UsageError(f"{shown} is a symbolic link; name the file itself for the {kind} report.")
        if not path.parent.is_dir():
            raise UsageError(f"The folder for {shown} does not exist.", "Create it, or choose another place.")
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            raise UsageError(f"{shown} is not an ordinary file.", "Use - for standard output.")
        writable = os.access(path.parent, os.W_OK | os.X_OK) and (not path.exists() or os.access(path, os.W_OK))
    except (OSError, ValueError) as error:  # a name that is too long, a NUL in it, a folder that can't be entered
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{shown} can't be the {kind} report's file: {reason}.") from error
    if not writable:
        raise UsageError(f"{shown} can't be written: no permission.", "Choose another place for the report.")
    return path.parent.resolve() / path.name


def _print(text: str) -> None:
    """To standard output as UTF-8, whatever its encoding, with no line that a CI service would obey."""
    text = text.removeprefix("\ufeff")  # programs that read on take it for a part of the first word
    data = without_commands(text if text.endswith("\n") else text + "\n").encode()
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(data.decode())
    else:
        buffer.write(data)
    sys.stdout.flush()


def _replace(path: Path, text: str) -> None:
    """A new file beside the old one takes its place in one step."""
    part = path.parent / f".report-{secrets.token_hex(6)}.part"
    try:
        with part.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
