"""The terminal report from its other misses down to the score, and the endings without any."""

from __future__ import annotations

from grader.outcomes import GoalResult, Report
from grader.printable import one_line
from grader.reporters.lines import DOTS, Line, Look, block, fitted, last_lines, row, wrapped
from grader.reporters.summary import (
    bonus_passed,
    counted_all,
    day_number,
    goals_that_are,
    not_started,
    percent,
    short,
    waits_for,
    why,
)

_BAR_CELLS = 20


def lists(report: Report, misses: list[GoalResult], look: Look) -> list[Line]:
    """Goals a line each: further misses, those that wait, those that this run could not check."""
    waiting = goals_that_are(report, "waiting")
    missing = goals_that_are(report, "unavailable")
    others = goals_that_are(report, "inapplicable")
    width = max((len(short(goal.id)) for goal in [*misses, *missing, *others]), default=0)
    lines = [_item("failed", goal, why(goal) + " (bonus)" * goal.bonus, width, look) for goal in misses]
    lines += _waiting(waiting, look)
    for goal in missing:
        lines.append(_item("unavailable", goal, goal.summary or "not checked in this run", width, look))
        lines += wrapped(goal.remedy, look, " " * (width + 7), style="dim") if goal.remedy else []
    lines += [_item("inapplicable", goal, f"does not count: {goal.summary}", width, look) for goal in others]
    return [[], *lines] if lines else []


def _waiting(goals: list[GoalResult], look: Look) -> list[Line]:
    """Goals that wait for the same one together: they ask nothing of the learner yet."""
    groups: dict[str, list[str]] = {}
    for goal in goals:
        groups.setdefault(waits_for(goal).removeprefix("waits for "), []).append(short(goal.id).rpartition(".")[2])
    lines: list[Line] = []
    for needed, names in groups.items():
        words = f"{len(names)} {'waits' if len(names) == 1 else 'wait'} for {needed}: {', '.join(names)}"
        [(first, style)], *rest = wrapped(words, look, "    ")
        lines += [[("  ", ""), DOTS["waiting"], (" ", ""), (first.removeprefix("    "), style)], *rest]
    return lines


def _item(kind: str, goal: GoalResult, text: str, width: int, look: Look) -> Line:
    room = look.width - width - 7
    return [("  ", ""), DOTS[kind], (f" {short(goal.id):<{width}}   ", ""), (fitted(text, room), "")]


def score(report: Report, hidden: int, look: Look) -> list[Line]:
    """How far the day is; `hidden` misses were not shown in full."""
    passed, of = counted_all(report)
    filled = min(_BAR_CELLS, int(report.score * _BAR_CELLS + 1e-9))
    bar = "█" * filled + "░" * (_BAR_CELLS - filled)
    far = f"{passed} of {of} goals{_extra(report)} · {percent(report.score)} % of the day [{bar}]"
    best = f"best so far {percent(look.best)} %" if look.best else ""
    whole = " · ".join(filter(None, [far, best]))
    lines: list[Line] = [[]]
    for part in [whole] if len(whole) + 2 <= look.width else [far, best]:
        lines += wrapped(part, look, style="bold") if part else []
    if not passed and report.exercises and all(not_started(e) for e in report.exercises if e.counts):
        lines += wrapped("That is the start line, not a fault: write the first goal, then grade again.", look)
    if hidden and not look.quiet:
        others = "the other miss" if hidden == 1 else f"the other {hidden} misses"
        lines += wrapped(f"grade {report.day} --verbose shows {others} in full", look, style="dim")
    return lines


def passed(report: Report, look: Look) -> list[Line]:
    """All green, and what comes next."""
    done, of = counted_all(report)
    beyond = f" · {percent(report.score)} % of the day" if percent(report.score) != 100 else ""
    words = f"{done} of {of} goals{_extra(report)}{beyond}"
    page = f"grade {report.day} --html report.html"
    room = look.width - 14 - len(words)
    keep = next((line for line in (f"study progress · {page}", page) if len(line) <= room), "")
    gap = look.width - 11 - len(words) - len(keep)
    lines: list[Line] = [
        [],
        [("  PASSED   ", "bold green"), (words, "bold"), (" " * gap + keep if keep else "", "dim")],
    ]
    missing = len(goals_that_are(report, "unavailable"))
    if missing:
        text = f"not complete: {missing} {'goal' if missing == 1 else 'goals'} could not be checked in this run"
        lines += wrapped(text, look, " " * 11, style="yellow")
    if look.quiet:
        return lines
    lines.append([("Next   ", "bold"), (_next(report, look), "")])
    if look.solution and not goals_that_are(report, "excluded"):
        lines.append([("Compare   ", "bold"), (one_line(look.solution), "")])
        words = "a solution of the course's, one way of many; make verify proves it there, and the checks by wrong ones"
        lines += wrapped(words, look, " " * 10, style="dim")
    return lines


def _next(report: Report, look: Look) -> str:
    """The command that follows."""
    number = day_number(report)
    if goals_that_are(report, "excluded"):
        return f"grade {report.day}     the whole day"
    commit = f'git add -A && git commit -m "Finish {f"day {number}" if number else report.day}"'
    return f"{commit}     then   scaffold {look.following}" if look.following else commit


def not_graded(report: Report, look: Look) -> list[Line]:
    """Why there is no verdict, whose fault it is, and what to do."""
    ours = report.status == "environment-error"
    title = "NOT GRADED" if ours else "NOT STARTED"
    lines: list[Line] = [[], [("  " + title, "bold yellow" if ours else "bold red")]]
    lines += row("problem", report.problem or "unknown", look)
    lines += block("last lines", last_lines(report.log, 60 if look.verbose else 15), "dim")
    lines += row("what to do", report.remedy, look, "cyan")
    if ours:
        text = "Nothing was graded and your progress is unchanged: this is not your project's fault."
        lines += [[], *wrapped(text, look)]
    return lines


def _extra(report: Report) -> str:
    bonus = bonus_passed(report)
    return f" +{bonus} bonus" if bonus else ""
