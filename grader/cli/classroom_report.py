"""`classroom report`: how the class stands, in a few lines, and as a page."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import completing
from grader.cli.classroom_common import policy_file
from grader.cli.common import guarded, version_option

if TYPE_CHECKING:
    from grader.classroom.standing import Standing
    from grader.model import Day

BOOK = "grades.db"
EXAMPLE = """\b
Examples:
  classroom report                          a few lines about each day
  classroom report --html class.html        learners and goals at a glance, to open in a browser
  classroom report --day day2 --anonymous --html day2.html     to show to the class

\b
Exit codes: 0 it was told, however the class stands · 2 wrong use · 4 the machine or the course is at fault
"""


@click.command(epilog=EXAMPLE, short_help="How the class stands; also as a page.")
@click.option("--book", metavar="URL", default=BOOK, show_default=True, help="The gradebook: a file or a database.")
@click.option("--day", "asked", metavar="DAY", multiple=True, shell_complete=completing.days(), help="Only this day.")
@click.option(
    "--course", metavar="FILE", type=click.Path(path_type=Path), help="What counts.  [default: course.toml, if any]"
)
@click.option("--pack", metavar="DIR", type=click.Path(path_type=Path), help="Your private checks, if there are any.")
@click.option("--html", metavar="FILE", help="Write a page there (- for standard output).")
@click.option("--anonymous", is_flag=True, help="Leave names out; what learners' apps answered stays.")
@version_option
@guarded
def main(
    book: str, asked: tuple[str, ...], course: Path | None, pack: Path | None, html: str | None, anonymous: bool
) -> int:
    """Show how the class stands on each day: who is missing, late or stuck, which goals are hard, and why."""
    from grader import reporters
    from grader.classroom import summary
    from grader.printable import without_commands

    reporters.check_targets([("html", html)] if html else [])
    days = look(book, asked, policy_file(course), pack, anonymous=anonymous)
    if html:
        from grader.classroom.page import render

        today = datetime.datetime.now(datetime.UTC).astimezone().date()
        reporters.put(render(days, today, anonymous=anonymous), "class page", html)
    if html != reporters.STDOUT:
        click.echo(without_commands("\n".join(summary.lines(days))))
    return 0


def look(
    book: str, asked: Iterable[str], course: Path | None, pack: Path | None, *, anonymous: bool
) -> tuple[Standing, ...]:
    """How the class stands on the days that are asked for, or on all that the gradebook has."""
    from grader.classroom.attempts import counted
    from grader.classroom.book import open_book
    from grader.classroom.export_lines import pseudonyms
    from grader.classroom.nameless import without_names
    from grader.classroom.policy import read_policy
    from grader.classroom.standing import standings

    policy = read_policy(course)
    with open_book(book, create=False) as opened:
        grades, enrolled, key = opened.grades(), opened.enrolled(), opened.secret()
    chosen = chosen_days({one.day for one in grades} | {one.day for one in enrolled}, asked)
    days = known_days(chosen, pack)
    everybody = {one.learner for one in grades} | {one.learner for one in enrolled}  # of all days: numbers stay
    grades = [grade for grade in grades if grade.day in chosen]
    count = counted(grades, [one for one in enrolled if one.day in chosen], policy, days)
    if anonymous:
        count, grades = without_names(count, grades, pseudonyms(everybody, key))
    return standings(count, grades, days, policy)


def chosen_days(held: set[str], asked: Iterable[str]) -> set[str]:
    """The days asked for, all that the gradebook holds when none is. Raises UsageError for one that it has not."""
    from grader.errors import UsageError
    from grader.printable import one_line

    chosen = set(asked)
    if absent := sorted(chosen - held):
        there = ", ".join(one_line(day, 40) for day in sorted(held, key=in_order)) or "nothing yet"
        remedy = f"It holds: {there}. To add a day:  classroom grade class.csv --day DAY"
        raise UsageError(f"the gradebook has nothing about {one_line(absent[0], 40)}", remedy)
    return chosen or held


def known_days(chosen: set[str], pack: Path | None = None) -> dict[str, Day]:
    """Those of them that this course has, in order; the others are told by what the gradebook says alone."""
    from grader.catalog import day_ids, load_day
    from grader.packs import with_pack

    return {day: with_pack(load_day(day), pack) for day in sorted(chosen & set(day_ids()), key=in_order)}


def in_order(day: str) -> tuple[int, str]:
    """day2 before day10."""
    return len(day), day
