"""The report for a CI job's summary: GitHub-flavoured Markdown.

Learner text stands in code alone (spans, fences, or `<code>` with entities): there nothing is a link, an image, a
mention or HTML. The course's words are escaped character by character.
"""

from __future__ import annotations

import html
import re

from grader.outcomes import CheckResult, ExerciseResult, GoalResult, Report
from grader.printable import one_line, without_commands
from grader.reporters.cleaning import LESS_AND_LESS, Caps, utf8_size, within
from grader.reporters.figures import told
from grader.reporters.summary import (
    RUNNERS,
    answer,
    counted,
    counted_all,
    day_number,
    first_miss,
    goals_that_are,
    not_started,
    percent,
    short,
    state,
    telling,
    waits_for,
    why,
)

MOST_BYTES = 1_000_000  # GitHub refuses a summary beyond 1 MiB
_MOST_OF_MISSES = 500_000
_LEVELS = (Caps(text=2000, body=2000, log=4000, curl=8000, exchanges_of_passed=0), *LESS_AND_LESS[3:])
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&@:$^=\"'/])")
_DOTS = {"passed": "🟢", "failed": "🔴", "waiting": "🟡", "unavailable": "⚪", "inapplicable": "⚪"}


def render(report: Report) -> str:
    """A heading, a table of exercises, then each miss folded up."""
    return within(MOST_BYTES, report, _document, utf8_size, _LEVELS)


def _document(report: Report, _: bool) -> str:
    parts = [_heading(report)]
    parts += [f"> {code(notice)}" for notice in report.notices]
    if report.status == "graded":
        parts.append(_table(report))
        parts += [f"Measured in {escaped(short(goal))}: {escaped(words)}" for goal, words in told(report)]
        parts += _misses(report)
        parts += _others(report)
    else:
        parts += _not_graded(report)
    return "\n\n".join(part for part in parts if part) + "\n"


def escaped(text: str) -> str:
    """The course's words, meaning themselves: no markup, no HTML, no link."""
    return _SPECIAL.sub(lambda match: f"&#{ord(match[1])};", one_line(text))


def code(text: str) -> str:
    """A code span whose ticks are longer than any run of them inside."""
    text = one_line(text) or "-"
    ticks = "`" * (_longest_run(text) + 1)
    return f"{ticks} {text} {ticks}"


def fence(text: str, language: str = "text") -> str:
    """A code block whose fence is longer than any run of backticks inside; a log that shows the file obeys no line."""
    ticks = "`" * max(3, _longest_run(text) + 1)
    return f"{ticks}{language}\n{without_commands(text.rstrip())}\n{ticks}"


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)


def _heading(report: Report) -> str:
    number = day_number(report)
    name = f"Day {number} · {escaped(report.title)}" if number else escaped(report.title or report.day)
    where = RUNNERS.get(report.runner, escaped(report.runner))
    stored = f" with {escaped(report.database)}" if report.database not in ("", "none") else ""
    run = f"{escaped(report.track)}{stored} {where} · seed {report.seed}"
    if report.status != "graded":
        return f"## {name}\n\n{run}"
    passed, of = counted_all(report)
    verdict = "✅ **PASSED** · " if report.passed else ""
    gaps = "" if report.complete else " · not everything could be checked"
    return f"## {name}\n\n{verdict}**{passed} of {of} goals** · {percent(report.score)} % of the day{gaps}\n\n{run}"


def _table(report: Report) -> str:
    rows = ["| exercise | goals | passed |", "| --- | --- | ---: |"]
    rows += [_row(exercise) for exercise in report.exercises if any(state(g) != "excluded" for g in exercise.goals)]
    return "\n".join(rows)


def _row(exercise: ExerciseResult) -> str:
    dots = "".join(_DOTS.get(state(goal), "") for goal in exercise.goals)
    passed, of = counted(exercise)
    count = "not checked" if not exercise.counts else f"{passed}/{of}" + (" not started" * not_started(exercise))
    bonus = " (bonus)" if exercise.bonus else ""
    return f"| **{escaped(short(exercise.id))}** {escaped(exercise.title)}{bonus} | {dots} | {count} |"


def _misses(report: Report) -> list[str]:
    """Each miss folded up, as many as fit into a summary."""
    blocks: list[str] = []
    size = 0
    misses = goals_that_are(report, "failed")
    for goal in misses:
        block = _miss(goal)
        size += len(block.encode())
        if size > _MOST_OF_MISSES:
            return [*blocks, f"{len(misses) - len(blocks)} more misses are in the full report."]
        blocks.append(block)
    return blocks


def _miss(goal: GoalResult) -> str:
    name, reason = html.escape(short(goal.id)), html.escape(one_line(why(goal), 200))
    parts = [f"<details><summary><b>{name}</b> <code>{reason}</code></summary>", escaped(goal.title)]
    check = first_miss(goal)
    if check:
        parts += _story(check)
    if goal.hints:
        parts.append(f"**Hint 1/{len(goal.hints)}** {escaped(goal.hints[0])}")
    if goal.docs.startswith("https://"):
        parts.append(f"**To read** <{escaped(goal.docs)}>")
    return "\n\n".join([*parts, "</details>"])


def _story(check: CheckResult) -> list[str]:
    exchange = telling(check)
    got = check.got or (answer(exchange) if exchange else "") or check.message
    parts = [f"Check {code(check.says)}"] if check.says else []
    if exchange:
        parts += ["Sent", fence(exchange.curl, "sh")]
    rows = [("expected", check.expected), ("got", got)]
    parts += [f"{label.capitalize()}\n\n{fence(text)}" for label, text in rows if text]
    if check.error_at:
        parts += ["Your app", fence(check.error_at)]
    if check.log:
        parts += ["Its log", fence(check.log)]
    return parts


def _others(report: Report) -> list[str]:
    """Goals that wait, and those that this run could not check."""
    waiting = [f"- **{escaped(short(g.id))}** {code(waits_for(g))}" for g in goals_that_are(report, "waiting")]
    missing = [
        f"- **{escaped(short(g.id))}** {code(' '.join(filter(None, (g.summary, g.remedy))) or 'not available')}"
        for g in goals_that_are(report, "unavailable")
    ]
    parts = ["### Waiting for another goal\n\n" + "\n".join(waiting)] if waiting else []
    return [*parts, "### Not checked in this run\n\n" + "\n".join(missing)] if missing else parts


def _not_graded(report: Report) -> list[str]:
    known = {"not-startable": "The app did not start", "environment-error": "Nothing was graded; progress is unchanged"}
    parts = [f"### {known[report.status]}", fence(report.problem or report.status)]
    if report.log:
        parts += ["Its last lines", fence(report.log)]
    return [*parts, f"**What to do** {code(report.remedy)}"] if report.remedy else parts
