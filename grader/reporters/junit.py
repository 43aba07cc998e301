"""The report for CI services: JUnit XML with a suite an exercise and a case a check."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET  # noqa: S405 - this writes XML, it reads none

from grader.outcomes import CheckResult, ExerciseResult, GoalResult, Report
from grader.printable import one_line
from grader.reporters.cleaning import utf8_size, within
from grader.reporters.summary import answer, short, state, telling, waits_for

MOST_BYTES = 4 * 1024 * 1024
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report) -> str:
    """One document of at most 4 MiB; a run that never got to grade is a single case with an error."""
    return within(MOST_BYTES, report, _document, utf8_size)


def _document(report: Report, _: bool) -> str:
    root = ET.Element("testsuites", name=_xml(report.day), time=f"{report.duration_s:.3f}")
    if report.status == "graded":
        for exercise in report.exercises:
            root.append(_suite(exercise, report))
    else:
        root.append(_not_graded(report))
    _count(root, root)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(exercise: ExerciseResult, report: Report) -> ET.Element:
    suite = ET.Element("testsuite", name=_xml(exercise.id), timestamp=_xml(report.started_at))
    for goal in exercise.goals:
        for case in _cases(goal):
            suite.append(case)
    seconds = sum(check.duration_s for goal in exercise.goals for check in goal.checks)
    suite.set("time", f"{seconds:.3f}")
    _count(suite, suite)
    return suite


def _cases(goal: GoalResult) -> list[ET.Element]:
    """A goal's checks; where there are none to show, the goal itself."""
    if goal.outcome == "not-run" or not goal.checks:
        case = _case(goal, goal.id.rpartition(".")[2], 0.0)
        if goal.outcome == "not-run":
            reasons = {"waiting": waits_for(goal), "excluded": "not asked for"}
            said = reasons.get(state(goal)) or goal.summary or "not available in this run"
            ET.SubElement(case, "skipped", message=_xml(" ".join(filter(None, (said, goal.remedy)))))
        elif goal.outcome == "failed":
            ET.SubElement(case, "failure", message=_xml(goal.summary or "did not pass"))
        return [case]
    return [_checked(goal, check) for check in goal.checks]


def _checked(goal: GoalResult, check: CheckResult) -> ET.Element:
    case = _case(goal, check.name, check.duration_s)
    if check.outcome == "not-run":
        ET.SubElement(case, "skipped", message=_xml(check.message or check.reason or "not run"))
    elif check.outcome == "failed":
        message = check.message or goal.summary or "did not pass"
        failure = ET.SubElement(case, "failure", message=_xml(one_line(message)), type="failed")
        failure.text = _xml(_story(check))
        if check.log:
            ET.SubElement(case, "system-out").text = _xml(check.log)
    return case


def _case(goal: GoalResult, name: str, seconds: float) -> ET.Element:
    return ET.Element("testcase", classname=_xml(short(goal.id)), name=_xml(name), time=f"{seconds:.3f}")


def _story(check: CheckResult) -> str:
    """What a learner needs, as lines."""
    exchange = telling(check)
    rows = [
        ("check", check.says),
        ("sent", exchange.curl if exchange else ""),
        ("expected", check.expected),
        ("got", check.got or (answer(exchange) if exchange else "")),
        ("your app", check.error_at),
    ]
    return "\n".join(f"{label}: {text}" for label, text in rows if text)


def _not_graded(report: Report) -> ET.Element:
    suite = ET.Element("testsuite", name=_xml(report.day), timestamp=_xml(report.started_at), time="0.000")
    case = ET.SubElement(suite, "testcase", classname=_xml(report.day), name=report.status, time="0.000")
    error = ET.SubElement(case, "error", message=_xml(one_line(report.problem) or report.status), type=report.status)
    error.text = _xml(report.remedy)
    if report.log:
        ET.SubElement(case, "system-out").text = _xml(report.log)
    _count(suite, suite)
    return suite


def _count(inside: ET.Element, element: ET.Element) -> None:
    """Write the totals that readers of JUnit files expect."""
    element.set("tests", str(len(list(inside.iter("testcase")))))
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        element.set(attribute, str(len(list(inside.iter(tag)))))


def _xml(text: str) -> str:
    """Without what XML can't hold, should anything of it be left."""
    return _ILLEGAL.sub("", text)
