"""The terminal report from the top down to its misses: header, a line an exercise, a miss in full."""

from __future__ import annotations

from grader.outcomes import CheckResult, ExerciseResult, GoalResult, Report
from grader.printable import one_line
from grader.reporters.figures import told
from grader.reporters.lines import DOTS, Line, Look, as_it_is, block, fitted, last_lines, row, wrapped
from grader.reporters.summary import (
    RUNNERS,
    answer,
    counted,
    day_number,
    first_miss,
    goals_that_are,
    not_started,
    short,
    state,
    telling,
    why,
)

MACHINE = {"over", "engine", "kernel", "runtime", "base image"}  # for a bug report, not for each run


# --- the top ----------------------------------------------------------------------------------------------------------
def header(report: Report, look: Look) -> list[Line]:
    """What ran, on what, with which data."""
    number = day_number(report)
    name = [f"Day {number}"] if number else [report.day]
    app = report.track or "app"
    if report.database not in ("", "none"):
        app += f" with {report.database}"
    ran = f"{app} {RUNNERS.get(report.runner, report.runner)}".strip()
    title = " · ".join([*name, *filter(None, [report.title]), ran, f"seed {report.seed}"])
    lines = wrapped(title, look, "", "  ", "bold")
    known = {key: value for key, value in report.facts.items() if look.verbose or key not in MACHINE}
    if known and not look.quiet:
        lines += wrapped(" · ".join(f"{key} {value}".strip() for key, value in known.items()), look, style="dim")
    for notice in report.notices:
        lines += row("note", notice, look, "yellow")
    return lines


def exercises(report: Report) -> list[Line]:
    """A line an exercise: its goals as dots, then the count in figures."""
    shown = [exercise for exercise in report.exercises if any(state(g) != "excluded" for g in exercise.goals)]
    if not shown:
        return []
    name = max(len(short(exercise.id)) for exercise in shown) + 3
    dots = max(len(exercise.goals) for exercise in shown) + 3
    return [[], *(_exercise(exercise, name, dots) for exercise in shown)]


def figures(report: Report, look: Look) -> list[Line]:
    """What checks measured, a line a goal."""
    lines = [row("measured", f"{short(goal)}: {words}", look) for goal, words in told(report)]
    return [[], *(line for rows in lines for line in rows)] if lines else []


def _exercise(exercise: ExerciseResult, name: int, dots: int) -> Line:
    line: Line = [(f"  {short(exercise.id):<{name}}", "")]
    line += [DOTS[state(goal)] for goal in exercise.goals if state(goal) in DOTS]
    line.append((" " * (dots - sum(state(goal) in DOTS for goal in exercise.goals)), ""))
    passed, of = counted(exercise)
    extra = sum(goal.outcome == "passed" for goal in exercise.goals if goal.bonus and goal.counts)
    count = f"{passed}/{of}" if exercise.counts else "not checked"
    line.append((count + f" +{extra}" * bool(extra), "green" if of and passed == of else ""))
    notes = ["not started"] * not_started(exercise) + ["bonus"] * exercise.bonus
    return [*line, *([("    " + " · ".join(notes), "dim")] if notes else [])]


def goal(result: GoalResult) -> Line:
    """A line for one goal."""
    sign = DOTS.get(state(result), ("◌", "dim"))
    return [("  ", ""), sign, (f" {short(result.id)}   ", ""), (one_line(result.title), "dim")]


# --- a miss -----------------------------------------------------------------------------------------------------------
def miss(goal: GoalResult, tag: str, look: Look) -> list[Line]:
    """One goal that did not pass, in full."""
    name, title = short(goal.id), one_line(goal.title)
    room = look.width - len(name) - len(title) - 3
    start: Line = [(name, "bold red")]
    if len(tag) + 2 <= room:
        lines = [[*start, (f"   {title}", "bold"), (" " * (room - len(tag)) + tag if tag else "", "dim")]]
    else:
        lines = [[*start, (" " * max(2, look.width - len(name) - len(tag)) + tag if tag else "", "dim")]]
        lines += wrapped(title, look, style="bold")
    return [[], *lines, *_story(goal, look), *_hint(goal, look)]


def _story(goal: GoalResult, look: Look) -> list[Line]:
    """What was to hold, what was sent, what came, and where in the learner's code it went wrong."""
    check = first_miss(goal)
    if check is None:
        return row("why", why(goal), look)
    exchange = telling(check)
    answered = answer(exchange) if exchange else ""
    got = check.got or ("" if check.message and not check.expected else answered)
    says = "" if _same(check.says, goal.title) else check.says
    lines = row("check", says, look)
    lines += as_it_is("sent", exchange.curl if exchange else "")
    lines += row("expected", check.expected, look, "green")
    lines += row("got", got, look, "red")
    if answered and not _tells(got, answered):
        lines += row("answered", answered, look)
    if check.message and not (check.expected and got and _is_told(check)):
        lines += row("why", check.message, look, "red")
    for number, place in enumerate(line for line in check.error_at.split("\n") if line.strip()):
        lines += row("" if number else "your app", place.strip(), look)
    return lines + block("log", last_lines(check.log, 20 if look.verbose else 5), "dim")


def _is_told(check: CheckResult) -> bool:
    """Whether a check's message says no more than what was expected and what came, or than what was to hold."""
    compared = "expected " in check.message and "got " in check.message
    return compared or _same(check.message, check.says)


def _same(one: str, other: str) -> bool:
    """Whether two sentences differ in nothing that a reader would see."""
    return one.strip(". ").lower() == other.strip(". ").lower()


def _tells(got: str, answered: str) -> bool:
    """Whether what came already names the answer's status."""
    return answered in got or got.split(" ")[0] == answered.split(" ")[0]


def _hint(goal: GoalResult, look: Look) -> list[Line]:
    """The first step towards it."""
    if not (look.hints and goal.hints):
        return []
    shown = row(f"hint 1/{len(goal.hints)}", one_line(goal.hints[0]), look, "cyan")
    shown += row("", f"step by step: grade hint {one_line(goal.id)}", look, "dim")
    return shown + as_it_is("to read", one_line(goal.docs))


def passing(report: Report, look: Look) -> list[Line]:
    """What passed, with each exchange as a line."""
    lines: list[Line] = []
    for goal in goals_that_are(report, "passed"):
        lines.append([DOTS["passed"], (f" {short(goal.id)}   ", "bold"), (one_line(goal.title), "")])
        for exchange in (exchange for check in goal.checks for exchange in check.exchanges):
            sent = f"{exchange.request.method} {exchange.request.path}"
            lines.append([("    " + fitted(f"{sent} → {answer(exchange)}", look.width - 4), "dim")])
    return [[], *lines] if lines else []
