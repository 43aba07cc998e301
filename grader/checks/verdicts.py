"""Reads what the checks' process writes on the results pipe, as if anybody might have written there.

One JSON object a line:

    {"event": "reading", "file": "…"}                        the checks in this file are about to be imported
    {"event": "unreadable", "file": "…", "message": "…"}     that failed
    {"event": "start", "id": "…"}                            a check begins
    {"event": "result", "id": "…", "outcome": "…", …}        and has its verdict
    {"event": "end"}                                         all have

Each expected check begins once and has one result, between its start and the next one's. Anything else makes the run
invalid, never a score.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grader.errors import CourseError
from grader.model import Check

WORDS = ("message", "expected", "got", "reason")
REASONS = ("", "needs", "unavailable", "excluded")
BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}")
LARGEST_PICTURE = 400_000  # characters
REQUEST: dict[str, type] = {"method": str, "path": str, "headers": dict, "body": str}
RESPONSE: dict[str, type] = {"status": int, "headers": dict, "body": str, "size": int}


@dataclass(frozen=True)
class Event:
    """One check's verdict as it came over the pipe."""

    check: Check
    data: dict[str, Any]


class Verdicts:
    """Holds what comes against what was expected."""

    def __init__(self, expected: Mapping[str, Check]) -> None:
        self.expected = expected
        self.files = {str(check.file): file_of(check) for check in expected.values()}
        self.begun: set[str] = set()
        self.events: dict[str, Event] = {}
        self.current = ""
        self.reading = ""
        self.ended = False

    def take(self, line: bytes) -> str:
        """One line; the id of the check that it is the verdict of, else nothing. Raises CourseError."""
        data = parse(line)
        kind = data.get("event")
        if kind == "reading":
            self.reading = self.files.get(str(data.get("file")), "")
        elif kind == "unreadable":
            file = self.files.get(str(data.get("file")), "a file")
            raise CourseError(f"the checks in {file} can't be loaded: {without_folders(str(data.get('message')))}")
        elif kind == "start":
            self._start(str(data.get("id")))
        elif kind == "result":
            return self._result(data)
        elif kind == "end":
            self.ended = True
        else:
            raise invalid("an event of no known kind")
        return ""

    def _start(self, check_id: str) -> None:
        if check_id not in self.expected or check_id in self.begun or self.current:
            raise invalid(f"an unexpected start of {check_id[:200]}")
        self.current = check_id
        self.begun.add(check_id)

    def _result(self, data: dict[str, Any]) -> str:
        check_id = str(data.get("id"))
        if check_id != self.current:
            raise invalid(f"an unexpected result for {check_id[:200]}")
        if data.get("outcome") == "broken":
            raise CourseError(f"the check {check_id} is broken: {without_folders(str(data.get('message')))}")
        if not well_formed(data):
            raise invalid(f"a malformed result for {check_id}")
        self.events[check_id] = Event(self.expected[check_id], data)
        self.current = ""
        return check_id

    def whole(self, said: str) -> list[Event]:
        """A verdict for each expected check. Raises CourseError where one is missing; `said`: the last words."""
        missing = next((check_id for check_id in self.expected if check_id not in self.events), "")
        if missing or not self.ended:
            what = f"no result for {missing}" if missing else "the checks' process ended before its time"
            raise invalid(f"{what}{self.where()}{f' ({said})' if said else ''}")
        return [self.events[check_id] for check_id in self.expected]

    def busy_with(self) -> str:
        """What the process is at."""
        return f"the check {self.current}" if self.current else f"reading {self.reading or 'the checks'}"

    def where(self) -> str:
        """How far it came, for a sentence."""
        if self.current:
            return f", the last one begun was {self.current}"
        return f", the last file read was {self.reading}" if self.reading and not self.begun else ""


def parse(line: bytes) -> dict[str, Any]:
    """A line as the object that it must be."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise invalid("a line on the results' pipe that is no event")
    return data


def invalid(why: str) -> CourseError:
    return CourseError(f"the run is invalid: {why}", "A check of the course does what a check must not.")


def without_folders(text: str) -> str:
    """Text of an exception without the folders of this machine: a report goes to others."""
    return re.sub(r"(?<![\w.:/])(?:/[^\s/:'\"]+)+/", "", text)


def file_of(check: Check) -> str:
    """`day2/methods/checks/test_create.py`, wherever the course lies."""
    return f"{check.id.partition('::')[0].rpartition('.')[0]}/checks/{check.file.name}"


def well_formed(data: dict[str, Any]) -> bool:
    """Whether a report can be made of a result."""
    judged = data.get("outcome") in ("passed", "failed")
    return (
        (judged or data.get("outcome") == "not-run")
        and all(isinstance(data.get(key, ""), str) for key in WORDS)
        and data.get("reason", "") in (REASONS[1:] if data["outcome"] == "not-run" else REASONS[:1])
        and all(is_time(data.get(key)) for key in ("began", "ended") if judged or key in data)
        and is_picture(data.get("picture", ""))
        and isinstance(data.get("exchanges", []), list)
        and all(map(is_exchange, data.get("exchanges", [])))
        and isinstance(data.get("measures", []), list)
        and all(map(is_measure, data.get("measures", [])))
    )


def is_measure(data: Any) -> bool:
    """Whether `results.measure` can read it."""
    return (
        isinstance(data, dict)
        and data.keys() == {"name", "value", "unit", "series"}
        and isinstance(data["name"], str)
        and isinstance(data["unit"], str)
        and is_time(data["value"])
        and isinstance(data["series"], list)
        and all(map(is_time, data["series"]))
    )


def is_picture(value: Any) -> bool:
    """Whether it may stand in a page as it is: base64, and not too much of it."""
    return isinstance(value, str) and len(value) <= LARGEST_PICTURE and bool(BASE64.fullmatch(value))


def is_time(value: Any) -> bool:
    return isinstance(value, (int, float)) and math.isfinite(value)


def is_exchange(data: Any) -> bool:
    """Whether `results.exchange` can read it."""
    if not isinstance(data, dict) or not all(isinstance(data.get(key), str) for key in ("curl", "error")):
        return False
    parts = ((data.get("request"), REQUEST), (data.get("response"), RESPONSE))
    return all(
        (part is None and shape is RESPONSE)
        or (isinstance(part, dict) and part.keys() == shape.keys() and has_types(part, shape))
        for part, shape in parts
    )


def has_types(part: dict[str, Any], shape: dict[str, type]) -> bool:
    headers = part["headers"].items() if isinstance(part["headers"], dict) else ()
    return all(isinstance(part[key], kind) for key, kind in shape.items()) and all(
        isinstance(value, str) for _, value in headers
    )
