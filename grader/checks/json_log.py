"""What checks of a log share: the lines of JSON in it, and the one of a request.

A line may come a moment after the answer, so everything here waits a little before it says that something is missing.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

from grader.checks.logs import Logs
from grader.checks.values import Miss, say, shortened

SECONDS = 3.0
SETTLING = 0.3  # seconds in which a second line would have come
POLL = 0.05
TRACE = re.compile(r"Traceback \(most recent call last\)|\bline \d+|\.(?:py|[cm]?[jt]s):\d+|\n\s*at ")
PLACE = {"lineno", "line", "line_number"}  # in a trace that is made of objects

JsonLine = dict[str, Any]


def json_lines(text: str) -> list[JsonLine]:
    """The lines of a log that are objects of JSON."""
    found = []
    for line in text.split("\n"):
        try:
            value = json.loads(line) if line.lstrip().startswith("{") else None
        except (ValueError, RecursionError):
            continue
        found += [value] if isinstance(value, dict) else []
    return found


def awaited(look: Callable[[], list[JsonLine]], seconds: float = SECONDS) -> list[JsonLine]:
    """Looks until there is something, or the time is over."""
    deadline = time.monotonic() + seconds
    while not (found := look()) and time.monotonic() < deadline:
        time.sleep(POLL)
    return found


def request_lines(logs: Logs, mark: float, path: str, stream: str = "stdout") -> list[JsonLine]:
    """The lines about requests of this path that are there now. A request's line is known by its duration."""
    lines = json_lines(logs.since(mark, stream))
    return [line for line in lines if line.get("path") == path and "duration_ms" in line]


def request_line(logs: Logs, mark: float, path: str) -> JsonLine:
    """The line about the one request of a path since the mark. Raises Miss where there is none, or more than one."""
    found = awaited(lambda: request_lines(logs, mark, path))
    if not found:
        raise Miss(
            f'one line of JSON on standard output with "path": {json.dumps(path)} and "duration_ms"',
            instead(logs, mark, path),
        )
    time.sleep(SETTLING)
    found = request_lines(logs, mark, path)
    if len(found) > 1:
        raise Miss(f"one line for the one request of {path}", f"{len(found)} lines with a duration_ms")
    return found[0]


def instead(logs: Logs, mark: float, path: str) -> str:
    """What the app printed in a line's place."""
    if request_lines(logs, mark, path, "stderr"):
        return "that line on standard error"
    lines = [line for line in logs.since(mark, "stdout").splitlines() if line.strip()]
    near = [line for line in lines if path in line]
    return f"the line {shortened(near[0])}" if near else f"{len(lines)} other lines" if lines else "nothing printed"


def level_of(line: JsonLine) -> str:
    """A line's level as it is called here: in small letters, `warning` for warn."""
    level = line.get("level")
    if not isinstance(level, str):
        raise Miss('a "level" that is a word: error, warning, info', say(level))
    return {"warn": "warning"}.get(level.lower(), level.lower())


def has_trace(line: JsonLine) -> bool:
    """Whether a stack trace is in a line: as a text, or as objects with the numbers of lines."""
    return any(TRACE.search(text) for text in texts(line)) or any(PLACE & one.keys() for one in objects(line))


def texts(value: Any) -> Iterator[str]:
    """All texts in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)


def objects(value: Any) -> Iterator[JsonLine]:
    """All objects within a value; the outermost is none of them."""
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if isinstance(inner, dict):
            yield inner
        yield from objects(inner)
