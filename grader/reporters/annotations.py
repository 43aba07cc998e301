"""Workflow commands of GitHub that mark a learner's own lines, where a traceback points at them.

They are commands to the machine that reads the log, so nothing of a learner's may become one: each is a single line of
ours, in which what an app has printed is data, escaped as the service asks for.
"""

from __future__ import annotations

import re

from grader.outcomes import Report
from grader.printable import one_line
from grader.reporters.summary import first_miss, goals_that_are, short, why

MOST = 10  # of one step's that the service shows
LONGEST = 600
PLACE = re.compile(r"(?P<file>[^\s:][^:\n]{0,300}):(?P<line>\d{1,6})(?: in |\s|$)")


def render(report: Report, home: str = "", started_at: str = "") -> str:
    """A line for each miss that has a place in the project, and for a start that failed at `started_at`.

    `home` is the project's folder in its repository; places are as `diagnosis.error_at` gives them.
    """
    found = [_at(home, started_at, report.day, report.problem)] if report.status == "not-startable" else []
    for goal in goals_that_are(report, "failed"):
        check = first_miss(goal)
        found.append(_at(home, check.error_at if check else "", short(goal.id), why(goal)))
    return "".join(f"{line}\n" for line in [line for line in dict.fromkeys(found) if line][:MOST])


def _at(home: str, error_at: str, title: str, miss: str) -> str:
    """The command, or nothing where no line of the project's is known."""
    place = PLACE.match(error_at)
    if not place:
        return ""
    file = f"{home}/{place['file']}".lstrip("/")
    error = error_at.strip().rpartition("\n")[2]
    words = f"{one_line(error, LONGEST)}\n{one_line(miss, LONGEST)}"
    return f"::error file={_property(file)},line={place['line']},title={_property(title)}::{_data(words)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(one_line(text, LONGEST)).replace(":", "%3A").replace(",", "%2C")
