"""`classroom export`: the grades that count, as a table for a spreadsheet, for Moodle or for Canvas."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import completing
from grader.cli.common import guarded, version_option

if TYPE_CHECKING:
    from grader.classroom.export_lines import Line

EXAMPLE = """\b
Examples:
  classroom export > grades.csv                       a row a learner and day: score, lateness, attempts, problem
  classroom export --format moodle --out moodle.csv   for Grades, Import, CSV file; map Username to username
  classroom export --format canvas --day day2 --out canvas.csv
  classroom export --anonymous --out study.csv        learner-001, learner-002, ...; no addresses, no commits

\b
What counts is said in course.toml, below [classroom]: best or last attempt, grace, lateness, weights, what is left out.
"""


@click.command(epilog=EXAMPLE, short_help="The grades that count, for a spreadsheet, Moodle or Canvas.")
@click.option(
    "--book", default="grades.db", metavar="URL", help="The gradebook: a file, or postgresql://…  [default: grades.db]"
)
@click.option(
    "--day",
    "days",
    multiple=True,
    metavar="DAY",
    shell_complete=completing.days(),
    help="This day alone; may be given more than once.",
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["plain", "moodle", "canvas"]),
    default="plain",
    show_default=True,
    help="Who reads it.",
)
@click.option(
    "--course",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The policy.  [default: course.toml, if there is one]",
)
@click.option("--pack", type=click.Path(path_type=Path), metavar="DIR", help="Your private checks, if there are any.")
@click.option("--anonymous", is_flag=True, help="Pseudonyms instead of names; no addresses, commits or reasons.")
@click.option(
    "--above-100", "above", is_flag=True, help="Scores above 100 for Moodle and Canvas too: see your site's maximum."
)
@click.option("--out", default="-", metavar="FILE", help="Write it there.  [default: standard output]")
@version_option
@guarded
def main(
    book: str,
    days: tuple[str, ...],
    kind: str,
    course: Path | None,
    pack: Path | None,
    anonymous: bool,
    above: bool,
    out: str,
) -> int:
    """Write down the grade that counts for each learner on each day."""
    from grader import reporters
    from grader.classroom.exporting import notices, render
    from grader.errors import UsageError
    from grader.printable import without_commands

    if anonymous and kind != "plain":
        message = f"{kind.capitalize()} finds people by their names, and --anonymous leaves names out"
        raise UsageError(message, "Leave one of the two out.")
    reporters.check_targets([("grades", out)])
    found = gathered(book, days, course, pack, anonymous)
    text = render(kind, found, above=above)
    reporters.put(text, "grades", out)
    for notice in notices(kind, found):
        click.echo(without_commands(f"note: {notice}"), err=True)
    return 0


def gathered(book: str, days: tuple[str, ...], course: Path | None, pack: Path | None, anonymous: bool) -> list[Line]:
    """What is to be written, all of it read before the first word is."""
    from grader import catalog, packs
    from grader.classroom.book import open_book
    from grader.classroom.export_lines import lines, without_names
    from grader.classroom.policy import read_policy
    from grader.cli.classroom_common import policy_file

    policy = read_policy(policy_file(course))
    with open_book(book, create=False) as opened:
        grades, enrolled, secret = opened.grades(), opened.enrolled(), opened.secret()
    there = {grade.day for grade in grades} | {one.day for one in enrolled}
    everybody = {grade.learner for grade in grades} | {one.learner for one in enrolled}
    chosen = the_days(days, there)
    known = {day: packs.with_pack(catalog.load_day(day), pack) for day in chosen if day in catalog.day_ids()}
    grades = [grade for grade in grades if grade.day in chosen]
    found = lines(grades, (one for one in enrolled if one.day in chosen), policy, known)
    return without_names(found, everybody, secret) if anonymous else found


def the_days(wanted: tuple[str, ...], there: set[str]) -> set[str]:
    """The days to export: those asked for, else all. Raises UsageError for one that the book knows nothing of."""
    from grader.catalog import load_day
    from grader.errors import UsageError

    for day in wanted:
        if day not in there:
            remedy = f"It knows of {', '.join(sorted(there))}." if there else ""
            raise UsageError(f"there is nothing about {load_day(day).id} in this gradebook", remedy)
    if not there:
        remedy = "Grade something first:  classroom grade class.csv --day day2"
        raise UsageError("there is nothing in this gradebook yet", remedy)
    return set(wanted) or there
