"""`grade export DAY [EXERCISE…]`: the day's ready requests as a file that an API client reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import completing
from grader.cli.common import guarded, version_option

if TYPE_CHECKING:
    from grader.model import Day

STDOUT = "-"
EXAMPLE = """\b
Examples:
  grade export day2 --format http             requests.http, for VS Code and JetBrains editors
  grade export day2 --format curl             requests.sh, for a terminal
  grade export day2 --format postman          a collection for Postman, Insomnia or Bruno
  grade export day2 --format openapi          openapi.yaml, for Swagger UI and many others
  grade export day2 json --format curl        one exercise alone; numbers begin at 1
  grade export day7 shop --format openapi     a project's own document
  grade export day2 --format http --into -    to standard output

\b
The requests go to http://127.0.0.1:8080: start your app there with `grade serve DAY`, or yourself.

\b
Exit codes: 0 written · 2 wrong use, or a file of yours is there · 4 the machine or the course is at fault
"""


@click.command(epilog=EXAMPLE)
@click.argument("day", shell_complete=completing.days())
@click.argument("exercises", nargs=-1, metavar="[EXERCISE]...", shell_complete=completing.exercises)
@click.option(
    "--format",
    "kind",
    metavar="http|curl|postman|openapi",
    required=True,
    shell_complete=completing.words("http", "curl", "postman", "openapi"),
    help="What reads it.",
)
@click.option("--into", metavar="FILE", help="A file, or a folder for one with the usual name; - for standard output.")
@click.option("--force", is_flag=True, help="Replace a file that differs; yours is kept as NAME.orig.")
@version_option
@guarded
def main(day: str, exercises: tuple[str, ...], kind: str, into: str | None, force: bool) -> int:
    """Write DAY's ready requests, or those of some exercises, for the client that you like."""
    from grader.catalog import load_day, nearest
    from grader.errors import UsageError
    from grader.exporting import BASE_URL, FORMATS, load_requests
    from grader.scaffolding import write

    if kind not in FORMATS:
        raise UsageError(f"there is no format called '{kind}'", nearest(kind, list(FORMATS), "formats"))
    chosen = only(load_day(day), exercises)
    requests = load_requests(chosen)
    if not requests:
        raise UsageError(f"there are no ready requests for {named(chosen)}", with_some(load_day(day)))
    text = FORMATS[kind].render(chosen, requests, BASE_URL)
    if into == STDOUT:
        click.echo(text.encode(), nl=False)
        return 0
    file = place(into, FORMATS[kind].name(chosen))
    written = write({file.name: text.encode()}, file.parent, force=force)
    done = "unchanged" if written.unchanged else "replaced" if written.replaced else "created"
    click.echo(f"{done}  {file}" + (f"   (yours is now {written.kept[0]})" if written.kept else ""))
    click.echo(f"Its address is {BASE_URL}: start your app there with  grade serve {day}")
    return 0


def only(day: Day, names: tuple[str, ...]) -> Day:
    """The day with the exercises asked for alone; of a day of projects, with the one that is the learner's."""
    import dataclasses

    from grader.catalog import choose

    if day.one_of:
        from grader.cli.choosing import the_project

        return the_project(day, names, None, required=False, command="grade export")
    return dataclasses.replace(day, exercises=choose(day, names))


def named(day: Day) -> str:
    """`day2/json`, for a sentence."""
    return " and ".join(exercise.id for exercise in day.exercises)


def with_some(day: Day) -> str:
    """Which exercises of the day do have requests."""
    from grader.exporting import load_requests

    found = dict.fromkeys(request.exercise.partition("/")[2] for request in load_requests(day))
    return f"There are for: {', '.join(found)}." if found else ""


def place(into: str | None, usual: str) -> Path:
    """The file to write: as named, with its usual name in the folder that is named, else here."""
    from grader.errors import UsageError

    if into is None:
        return Path(usual)
    path = Path(into)
    if not into or "\0" in into:
        raise UsageError("--into needs the name of a file", f"For example: --into {usual}")
    if path.is_dir():
        return path / usual
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}", "Make it, or name another one with --into.")
    return path
