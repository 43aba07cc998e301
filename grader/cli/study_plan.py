"""`study plan`: what is left of the week, by date and hour block; also as a calendar file."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.common import Number, guarded, version_option

if TYPE_CHECKING:
    from grader.planner.learner import Learner
    from grader.planner.plan import Plan
    from grader.planner.schedule import Rules

EXAMPLE = """\b
Examples:
  study plan
  study plan --start 2026-11-30 --hours 4 --days-off sat,sun
  study plan --days-off sun,2026-12-25 --at 18:00 --hours 2
  study plan --ics week.ics            for your calendar (needs the extra "planner")

\b
What is done already, by the runs of grade, is not planned again. When a day slipped, what is left is planned anew from
today on: just ask again. start_date = 2026-11-30 in course.toml stands for --start, and lets the plan say what is late.
"""


def a_date(text: str) -> datetime.date:
    """A date as 2026-11-30."""
    try:
        found = datetime.date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text} is no date. Write it as 2026-11-30.") from None
    if not 2000 <= found.year <= 2999:
        raise click.BadParameter(f"{text} is too far away.")
    return found


def a_time(text: str) -> datetime.time:
    """A time as 18:30."""
    try:
        return datetime.datetime.strptime(text, "%H:%M").time()
    except ValueError:
        raise click.BadParameter(f"{text} is no time. Write it as 18:30.") from None


@click.command(epilog=EXAMPLE, short_help="The week by date and hour block; also for a calendar.")
@click.option("--start", type=a_date, metavar="DATE", help="The first date.  [default: course.toml's, else today]")
@click.option("--hours", type=Number(1, 16), default=6.0, show_default=True, help="Hours a date.")
@click.option("--at", type=a_time, default="09:00", show_default=True, metavar="TIME", help="When a date begins.")
@click.option("--days-off", default="", metavar="DAYS", help="Weekdays or dates without work: sat,sun,2026-12-25.")
@click.option("--no-bonus", is_flag=True, help="Leave bonus exercises out.")
@click.option("--ics", metavar="FILE", help="Write a calendar there (- for standard output).")
@version_option
@guarded
def main(
    start: datetime.date | None, hours: float, at: datetime.time, days_off: str, no_bonus: bool, ics: str | None
) -> int:
    """Show what is left of the week, by date and by hour blocks of 50 minutes and a break of 10."""
    from grader import reporters
    from grader.planner.learner import look
    from grader.planner.plan import make_plan
    from grader.planner.standing import standings

    rules = rules_of(hours, at, days_off)
    reporters.check_targets([("calendar", ics)] if ics else [])
    learner = look(Path())
    now = datetime.datetime.now(datetime.UTC)
    here = now.astimezone().replace(tzinfo=None)
    begins = start or learner.course.start_date or here.date()
    week = standings(learner.days, learner.runs)
    plan = make_plan(week, begins, here, rules, bonus=not no_bonus)
    if ics:
        from grader.planner.calendar_file import as_calendar

        reporters.put(as_calendar(plan, learner.days, now.replace(microsecond=0)), "calendar", ics)
    if ics != reporters.STDOUT:
        tell(plan, learner, here.date(), ics)
    return 0


def rules_of(hours: float, at: datetime.time, days_off: str) -> Rules:
    """The rules that the options come to. Raises UsageError for a word that is neither a weekday nor a date."""
    from grader.errors import UsageError
    from grader.planner.schedule import WEEKDAYS, Rules

    weekdays, dates = set(), set()
    for word in filter(None, (word.strip().lower() for word in days_off.split(","))):
        if word[:3] in WEEKDAYS and (word == word[:3] or word.endswith("day")):
            weekdays.add(WEEKDAYS.index(word[:3]))
            continue
        try:
            dates.add(datetime.date.fromisoformat(word))
        except ValueError:
            message = f"'{word}' in --days-off is neither a weekday nor a date"
            raise UsageError(message, "Write it like this: --days-off sat,sun,2026-12-25") from None
    if len(weekdays) == len(WEEKDAYS):
        raise UsageError("with every weekday off there is none to work on", "Leave at least one out of --days-off.")
    return Rules(hours, at, frozenset(weekdays), frozenset(dates))


def tell(plan: Plan, learner: Learner, today: datetime.date, ics: str | None) -> None:
    """The plan as text."""
    from grader.cli.week import warn
    from grader.planner import telling

    if not plan.sittings:
        click.echo("Your week is done: nothing is left to plan.     study progress says what to repeat")
    else:
        dates = telling.counted(len(plan.sittings), "date")
        click.echo(f"Your week · {plan.minutes / 60:g} h on {dates} · 50 minutes of focus, then 10 of break")
        click.echo("\n".join(telling.plan_lines(plan, learner.days)))
        day = plan.sittings[0].blocks[0].day
        later = plan.sittings[0].date > today
        click.echo(f"\nNext   {f'on {telling.spelled(plan.sittings[0].date)}   ' if later else ''}study start {day}")
    if ics:
        from grader.printable import one_line

        click.echo(f"       {one_line(ics)} is for your calendar; import it again after a new plan")
    warn(learner)
