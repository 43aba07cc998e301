"""The week, the plan and the progress as lines of text. Pure; what stands in them is our own or was checked."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from grader.model import Day, Goal
from grader.planner.blocks import choices
from grader.planner.habits import spoken
from grader.planner.plan import Plan
from grader.planner.repeating import RULE, Repeat
from grader.planner.schedule import Sitting
from grader.planner.standing import Standing

WIDTH = 80
CELLS = 12
TITLE = 34
MOST_REPEATS = 6


@dataclass(frozen=True)
class Way:
    """What to type before a command: `home` leads to the projects' folder, `day` is the project that one is in."""

    home: str = ""
    day: str = ""

    def to(self, day: str) -> str:
        """Before a command about a day's project: nothing where this folder is that project."""
        return "" if day == self.day else self.home


def week(standings: Iterable[Standing], *, plain: bool = False) -> list[str]:
    """A line a day: its title, a bar, how many goals, the best score."""
    return [_day(standing, plain) for standing in standings]


def _day(standing: Standing, plain: bool) -> str:
    day = standing.day
    start = f"  {day.id:<6} {fitted(day.title, TITLE):<{TITLE}}  "
    if standing.undecided:
        return f"{start}{choices(day)}"
    full, empty = ("#", ".") if plain else ("█", "░")
    filled = CELLS * standing.passed // standing.of
    line = f"{start}{full * filled}{empty * (CELLS - filled)}  {f'{standing.passed}/{standing.of}':>6}"
    line += f" +{standing.bonus}" if standing.bonus else ""
    if standing.finished:
        return f"{line}  done"
    return f"{line}  best {percent(standing.best)} %" if standing.best is not None else line


def percent(share: float) -> int:
    """Rounded down, so that 100 means all of it."""
    return int(share * 100 + 1e-9)


def next_step(goal: Goal | None, standings: Sequence[Standing], begun: frozenset[str], way: Way) -> list[str]:
    """What to type next. `begun` are the days that have a project, `way` leads to the next one."""
    undecided = next((standing.day for standing in standings if standing.undecided), None)
    if goal is None and undecided is not None:
        names = " | ".join(exercise.name for exercise in undecided.exercises)
        return [f"Next   {way.home}scaffold {undecided.id} --project {names}"]
    if goal is None:
        return ["All required goals of the week passed." if standings else "There is no day in this course."]
    day, _, exercise = goal.id.rpartition(".")[0].partition("/")
    if day not in begun:
        return [f"Next   {way.home}scaffold {day}     then     cd {day}     and     grade {day}"]
    title = textwrap.wrap(goal.title, WIDTH - 7) or [""]
    lines = [f"Next   {goal.id}", *(f"       {line}" for line in title)]
    return [*lines, f"       {way.to(day)}grade {day} {exercise}", f"       grade hint {goal.id}"]


def plan_lines(plan: Plan, days: Sequence[Day]) -> list[str]:
    """The plan: what is done, what slipped, and each date with its blocks."""
    lines = [f"  done   {', '.join(day.id for day in plan.finished)}"] if plan.finished else []
    if plan.late:
        first = min(plan.late.values())
        names = textwrap.wrap(f"{', '.join(plan.late)}", WIDTH - 9)
        lines += [f"  late   {names[0]}", *(f"         {line}" for line in names[1:])]
        lines.append(f"         due since {spelled(first)}: what is left is planned anew, from today on")
    known = {day.id: day for day in days}
    for sitting in plan.sittings:
        lines += ["", *_sitting(sitting, known)]
    return lines


def _sitting(sitting: Sitting, days: dict[str, Day]) -> list[str]:
    """A date: its days by name, then a line a block."""
    held = list(dict.fromkeys(block.day for block in sitting.blocks))
    names = ", ".join(f"Day {days[day].number} {days[day].title}" for day in held)
    total = sum(block.minutes for block in sitting.blocks)
    length = spoken(60 * total).replace(" 00 min", "")
    lines = [fitted(f"{spelled(sitting.date)}   {names} ({length})", WIDTH)]
    for begins, ends, block in sitting.times:
        bonus = " (bonus)" * all(stretch.bonus for stretch in block.stretches)
        titles = " / ".join(dict.fromkeys(stretch.title for stretch in block.stretches))
        start = f"  {begins:%H:%M}-{ends:%H:%M}  {block.names + bonus:<20}  "
        lines.append(start + fitted(titles, WIDTH - len(start)))
    return lines


def repeat_lines(due: Sequence[Repeat], following: date | None, today: date, way: Way) -> list[str]:
    """What is due for repetition, a line an exercise, and by which rule. `way` leads to the projects' folder."""
    if not due and following is None:
        return []
    lines = ["Repeat" if due else f"Repeat   nothing today; next on {spelled(following) if following else ''}"]
    for repeat in due[:MOST_REPEATS]:
        why = f"{repeat.missed} missed since they passed" if repeat.missed else f"due {since(repeat.since, today)}"
        lines.append(f"  {repeat.exercise:<18} {counted(repeat.goals, 'goal'):<9} box {repeat.box}   {why}")
    lines += [f"  and {counted(len(due) - MOST_REPEATS, 'more exercise')}"] if len(due) > MOST_REPEATS else []
    if due:
        lines.append(f"  {_how(due[0], way)}")
    return [*lines, *(f"  {line}" for line in textwrap.wrap(RULE, WIDTH - 2))]


def _how(repeat: Repeat, way: Way) -> str:
    """How to repeat an exercise: what was broken is mended, the rest is written once more."""
    day, _, name = repeat.exercise.partition("/")
    if repeat.missed:
        return f"It worked before:   {way.to(day)}grade {day} {name}"
    return f"From memory:   {way.home}scaffold {day} --into again     grade {day} {name} --project again"


def row(label: str, words: str) -> list[str]:
    """`  streak    3 days in a row`, on as many lines as it takes."""
    first, *more = textwrap.wrap(words, WIDTH - 12) or [""]
    return [f"  {label:<9} {first}", *(f"{'':12}{line}" for line in more)]


def since(day: date, today: date) -> str:
    """`today`, `since yesterday`, `since Mon 5 Jan 2026`."""
    return {0: "today", 1: "since yesterday"}.get((today - day).days) or f"since {spelled(day)}"


def spelled(day: date) -> str:
    """`Mon 5 Jan 2026`, in English on every machine."""
    weekdays, months = "Mon Tue Wed Thu Fri Sat Sun", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
    return f"{weekdays.split()[day.weekday()]} {day.day} {months.split()[day.month - 1]} {day.year}"


def counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def fitted(text: str, room: int) -> str:
    """The text, or its beginning."""
    return text if len(text) <= room else text[: max(0, room - 3)].rstrip() + "..."
