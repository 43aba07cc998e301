"""`classroom similar ROSTER`: who handed in the same code; also as a page with the code side by side."""

from __future__ import annotations

import datetime
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import completing
from grader.cli.common import Number, guarded, version_option
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.classroom.records import Learner

BOOK = "grades.db"

EXAMPLE = """\b
Examples:
  classroom similar class.csv --day day2                        pairs and groups, the most alike first
  classroom similar class.csv --day day2 --html similar.html    with their code side by side
  classroom similar class.csv --day day2 --at-least 70          only those who are very much alike
  classroom similar class.csv --day day2 --anonymous            by the numbers of report and export --anonymous

\b
What a day's starter holds is left out, and so is what more than half of a class of six or more wrote. Names, texts,
comments and white space are not looked at, nor is the order of functions and files.

\b
Exit codes: 0 compared, whatever came of it · 2 wrong use · 4 the machine or the course is at fault · 130 interrupted
"""


@click.command(epilog=EXAMPLE, short_help="Who handed in the same code.")
@click.argument("roster", type=click.Path(path_type=Path))
@click.option("--day", "day_id", required=True, metavar="DAY", shell_complete=completing.days(), help="The day.")
@click.option(
    "--at-least", type=Number(1, 100), default=40, show_default=True, metavar="P", help="Only pairs from P per cent on."
)
@click.option("--html", metavar="FILE", help="Write a page with the code side by side there (- for standard output).")
@click.option("--anonymous", is_flag=True, help="Leave names out, also where they stand in the code.")
@click.option(
    "--book", metavar="URL", help="With --anonymous: its gradebook's numbers.  [default: grades.db, if there is one]"
)
@version_option
@guarded
def main(roster: Path, day_id: str, at_least: float, html: str | None, anonymous: bool, book: str | None) -> int:
    """Compare what the learners in ROSTER handed in for a day, each with all others of the same track."""
    from grader import reporters
    from grader.catalog import load_day
    from grader.classroom.handed_code import gather, starters_of
    from grader.classroom.roster import read_roster
    from grader.classroom.similar_names import named, nameless
    from grader.classroom.similar_summary import lines
    from grader.classroom.similarity import compare
    from grader.printable import without_commands

    if book and not anonymous:
        raise UsageError("--book is for the numbers that stand for names", "Add --anonymous, or leave --book out.")
    reporters.check_targets([("html", html)] if html else [])
    day = load_day(day_id)
    learners = read_roster(roster, day.id)
    aliases = aliases_of(learners, book) if anonymous else {}
    codes, missing = gather(learners, day, progress(len(learners)))
    shown = named(learners)
    if anonymous:
        codes = {aliases[learner]: code for learner, code in codes.items()}
        missing = {aliases[learner]: why for learner, why in missing.items()}
        shown = nameless(learners, aliases)
    files = {learner: code.files for learner, code in codes.items()}
    tracks = {learner: code.track for learner, code in codes.items()}
    left_out = {learner: code.left_out for learner, code in codes.items() if code.left_out}
    comparison = compare(files, starters_of(day), tracks=tracks, at_least=at_least / 100, left_out=left_out)
    if html:
        from grader.classroom.similar_page import render

        today = datetime.datetime.now(datetime.UTC).astimezone().date()
        reporters.put(render(day, comparison, files, missing, shown, today), "similarity page", html)
    if html != reporters.STDOUT:
        click.echo(without_commands("\n".join(lines(comparison, shown, missing))))
    return 0


def aliases_of(learners: Sequence[Learner], book: str | None) -> dict[str, str]:
    """A pseudonym for each: that of the gradebook, which is the same each time; else one for this time."""
    from grader.classroom.export_lines import pseudonyms

    everybody, key = {learner.id for learner in learners}, b""
    if book or Path(BOOK).exists():
        from grader.classroom.book import open_book

        with open_book(book or BOOK, create=False) as opened:  # all who are in it: so report and export count them
            everybody |= {one.learner for one in opened.grades()} | {one.learner for one in opened.enrolled()}
            key = opened.secret()
    else:
        click.echo(f"note: there is no gradebook {BOOK} here: the next run will give other numbers", err=True)
    names = pseudonyms(everybody, key or secrets.token_bytes(32))
    return {learner.id: names[learner.id] for learner in learners}


def progress(total: int) -> Callable[[int], None]:
    """Says on a terminal how many sources were looked at: to fetch them takes its time."""

    def tell(number: int) -> None:
        if sys.stderr.isatty():
            said = f"{number} of {total}"
            click.echo(f"\r{said}" if number < total else f"\r{' ' * len(said)}\r", err=True, nl=False)

    return tell
