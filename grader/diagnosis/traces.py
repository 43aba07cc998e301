"""Where in a learner's own files something went wrong, taken from what their app printed."""

from __future__ import annotations

import re
from pathlib import Path

from grader.errors import ProjectError
from grader.reading import tree

APP = "/app/"  # where a container has the project
LONGEST = 300
FAR, MANY, WIDEST = 200_000, 4000, 1000  # characters, lines, and characters of a line that are looked at
_FOREIGN = re.compile(
    r"/(?:site-packages|dist-packages|node_modules)/|/lib/python\d|^/usr/|^/deps/|^<|^node:|^internal/"
)
_MACHINE = re.compile(r"(?<![\w.:/])/(?:home|root|Users|tmp|var|private|opt|mnt|srv|usr|run|work|data)/[^\s'\"):,]*")
_PYTHON_START = "Traceback (most recent call last):"
_PYTHON_FRAME = re.compile(r'\s+File "(?P<file>[^"]+)", line (?P<line>\d+)(?:, in (?P<name>.+))?')
_PYTHON_ERROR = re.compile(r"(?P<error>[A-Za-z_][\w.]*(?:: .*|))$")
_NODE_FRAME = re.compile(
    r"\s+at (?:(?P<name>[^(\n]+?) \()?(?P<file>(?:file://)?/[^\n]*?|node:[^\n]*?|<anonymous>):(?P<line>\d+):\d+\)?\s*$"
)
_NODE_ERROR = re.compile(r"^(?:Uncaught )?\[?(?P<error>[\w$.]*(?:Error|Exception)\b.*?)\]?(?: \{)?$")
_NO_NAMES = ("<module>", "Object.<anonymous>", "<anonymous>", "ModuleJob.run")


def error_at(log: str, folder: Path) -> str:
    """The innermost of the learner's own lines in the last traceback, and the error; empty where there is none.

    products.py:31 in create_product     gross = price * 1.2
    TypeError: can't multiply sequence by non-int of type 'float'
    """
    lines = shortened(log).split("\n")
    last_python = max((number for number, line in enumerate(lines) if _PYTHON_START in line), default=-1)
    last_node = max((number for number, line in enumerate(lines) if _NODE_FRAME.match(line)), default=-1)
    if last_python < 0 and last_node < 0:
        return ""
    return _python(lines[last_python:], folder) if last_python > last_node else _node(lines, last_node, folder)


def own_path(path: str, folder: Path) -> str:
    """A file of the project from a path in a container or in a copy; empty for a library's file or none of ours."""
    path = path.removeprefix("file://").replace("%20", " ")
    if _FOREIGN.search(path) or "/../" in path:
        return ""
    if path.startswith(APP):
        return path.removeprefix(APP)
    steps = [step for step in path.split("/") if step not in ("", ".")]
    for start in range(len(steps)):
        inner = "/".join(steps[start:])
        if _is_file(folder / inner):
            return inner
    return ""


def shortened(log: str) -> str:
    """A log's end with no line longer than anybody reads: what an app prints must not keep us busy."""
    lines = log[-FAR:].replace("\r\n", "\n").split("\n")
    return "\n".join(line[:WIDEST] for line in lines[-MANY:])


def without_paths(text: str, folder: Path) -> str:
    """A text in which no path tells about the machine: the project's files relative, others by their last name."""
    text = text.replace("file://", "").replace(f"{folder}/", "").replace(APP, "")
    return _MACHINE.sub(lambda found: own_path(found[0], folder) or f"…/{found[0].rpartition('/')[2]}", text)


def source_line(folder: Path, path: str, number: int) -> str:
    """A line of one of the project's files; empty if it can't be read."""
    if ".." in path.split("/") or not _is_file(folder / path):
        return ""
    try:
        data = tree.read_entry(folder, tree.Entry(path), 1 << 20)
    except ProjectError:
        return ""
    lines = data.decode("utf-8", "replace").splitlines()
    return lines[number - 1].strip()[:LONGEST] if 0 < number <= len(lines) else ""


def _python(lines: list[str], folder: Path) -> str:
    place, error = "", ""
    for number, line in enumerate(lines[1:]):
        frame = _PYTHON_FRAME.match(line)
        path = own_path(frame["file"], folder) if frame else ""
        if frame and path:
            place = _place(folder, path, int(frame["line"]), frame["name"] or "")
        elif line and not line[0].isspace():
            found = _PYTHON_ERROR.match(line)
            error = found["error"] if found else lines[number]
            break
    return _joined(place, error, folder)


def _node(lines: list[str], last: int, folder: Path) -> str:
    """The stack that the last frame belongs to; for a chain of causes the first, which is what reached the top."""
    start = last
    while start > 0 and (
        _NODE_FRAME.match(lines[start - 1]) or lines[start - 1].lstrip().startswith(("at ", "[cause]", "... "))
    ):
        start -= 1
    place = ""
    for line in lines[start : last + 1]:
        frame = _NODE_FRAME.match(line)
        path = own_path(frame["file"], folder) if frame else ""
        if frame and path:
            place = _place(folder, path, int(frame["line"]), (frame["name"] or "").removeprefix("async "))
            break
    above = [_NODE_ERROR.match(line.strip()) for line in reversed(lines[max(0, start - 10) : start])]
    error = next((found["error"] for found in above if found), "")
    return _joined(place, error, folder)


def _place(folder: Path, path: str, line: int, name: str) -> str:
    inside = "" if name in _NO_NAMES or not name else f" in {name}"
    source = source_line(folder, path, line)
    return f"{path}:{line}{inside}" + (f"     {source}" if source else "")


def _joined(place: str, error: str, folder: Path) -> str:
    if not place:
        return ""
    return f"{place}\n{without_paths(error, folder)[:LONGEST]}".strip()


def _is_file(path: Path) -> bool:
    """Whether there is such a file; no name that an app may print is too odd to ask."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
