"""The report on a terminal: the one reporter that uses rich, and the one that prints as it goes.

Learner text is never markup here: every word goes out as a plain segment. Where the stream can't show Unicode the
signs become ASCII and other characters escapes.
"""

from __future__ import annotations

from rich.console import Console
from rich.segment import Segment, Segments
from rich.style import Style

from grader.outcomes import Report
from grader.printable import BAR
from grader.reporters import ending, layout
from grader.reporters.cleaning import LESS_AND_LESS, within
from grader.reporters.lines import Line, Look
from grader.reporters.summary import goals_that_are

MOST_CHARACTERS = 1024 * 1024
_WIDEST = 100
_ASCII = str.maketrans(
    {"●": "*", "○": "o", "◌": ".", "–": "-", "█": "#", "░": ".", "│": "|", "·": "-", "…": "...", "→": "->"}
)


def render(
    report: Report,
    *,
    verbose: bool = False,
    quiet: bool = False,
    hints: bool = True,
    best: float | None = None,
    following: str = "",
    solution: str = "",
    width: int | None = None,
    console: Console | None = None,
) -> None:
    """Print a report. `best` is the best score so far, a share of 1, where one is known."""
    console = console or Console()
    look = Look(max(40, min(width or console.width, _WIDEST)), verbose, quiet, hints, best, following, solution)
    levels = LESS_AND_LESS if verbose else LESS_AND_LESS[1:]  # of what passed, no exchange is shown otherwise
    for line in within(MOST_CHARACTERS, report, lambda cleaned, _: _lines(cleaned, look), _length, levels):
        _print(console, line)


def render_goals(report: Report, *, hints: bool = True, console: Console | None = None) -> None:
    """Print the goals of a report by themselves, a line each, and the first miss in full: a verdict on the way."""
    console = console or Console()
    look = Look(max(40, min(console.width, _WIDEST)), hints=hints)
    for line in within(MOST_CHARACTERS, report, lambda cleaned, _: _goals(cleaned, look), _length):
        _print(console, line)


def _goals(report: Report, look: Look) -> list[Line]:
    if report.status != "graded":
        return ending.not_graded(report, look)
    lines: list[Line] = [layout.goal(goal) for goal in report.goals]
    misses = goals_that_are(report, "failed")
    return lines + (layout.miss(misses[0], "", look) if misses else [])


def _lines(report: Report, look: Look) -> list[Line]:
    """The whole report from top to bottom."""
    lines = layout.header(report, look)
    if report.status != "graded":
        return lines + ending.not_graded(report, look)
    lines += layout.exercises(report)
    misses = goals_that_are(report, "failed")
    if look.quiet:
        return lines + (ending.passed(report, look) if report.passed else ending.score(report, 0, look))
    lines += layout.figures(report, look)
    if look.verbose:
        lines += layout.passing(report, look)
    if report.passed:
        return lines + ending.lists(report, misses, look) + ending.passed(report, look)
    full = len(misses) if look.verbose else 1
    for number, goal in enumerate(misses[:full], start=1):
        tag = f"miss {number} of {len(misses)}" if look.verbose else f"first miss of {len(misses)}"
        lines += layout.miss(goal, tag if len(misses) > 1 else "", look)
    lines += ending.lists(report, misses[full:], look)
    return lines + ending.score(report, len(misses[full:]), look)


def _length(lines: list[Line]) -> int:
    return sum(len(text) for line in lines for text, _ in line)


def _print(console: Console, line: Line) -> None:
    """One line, unwrapped, in the stream's own encoding; never one that a CI service would take for a command."""
    if "".join(text for text, _ in line).lstrip().startswith("::"):
        line = [(BAR, ""), *line]
    segments = [Segment(_encoded(text.replace("\n", " "), console.encoding), _style(style)) for text, style in line]
    console.print(Segments([*segments, Segment("\n")]), soft_wrap=True)


def _encoded(text: str, encoding: str) -> str:
    if encoding.lower().startswith("utf"):
        return text
    return text.translate(_ASCII).encode(encoding, "backslashreplace").decode(encoding)


def _style(style: str) -> Style | None:
    return Style.parse(style) if style else None
