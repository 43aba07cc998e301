"""`grade DAY [EXERCISE…]`: grades a project and tells how it went."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from grader.cli.common import guarded, version_option

EXAMPLE = """\b
Examples:
  grade day2                        the whole day
  grade day2 methods json           two exercises
  grade day2 --runner local         without Docker, for your own code
  grade day3 --database postgres    on another database
  grade day6 --url https://…        and your app where it is deployed
  grade day2 --html report.html     a page to look at or to hand in
  grade day2 --project work.zip     a project that came as an archive
  grade hint day2/methods.create    the next hint for a goal
  grade doctor                      what this machine lacks
  grade clean                       removes what a killed run left

\b
Exit codes: 0 all passed · 1 some goals failed · 2 wrong use · 3 the project did not start ·
4 the machine or the course is at fault · 130 interrupted
"""
FILE = "FILE"
COMMANDS = {  # each in a module of its own, with a `main`, that is imported when it is asked for
    "hint": "grader.cli.hint",
    "clean": "grader.cli.clean",
    "doctor": "grader.cli.doctor",
}


class Number(click.FloatRange):
    """A number in a range; NaN compares with no bound, and is in none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        number = super().convert(value, param, ctx)
        return self.fail(f"{value} is no number.", param, ctx) if number != number else number


class Grade(click.Command):
    """The command with a day, and beside it those with a word: `grade hint`, `grade clean`."""

    def main(self, args: Sequence[str] | None = None, *others: Any, **more: Any) -> Any:
        words = list(sys.argv[1:] if args is None else args)
        if words[:1] and words[0] in COMMANDS:
            command: click.Command = importlib.import_module(COMMANDS[words[0]]).main
            return command.main(words[1:], prog_name=f"grade {words[0]}")
        return super().main(words, *others, **more)


@click.command(cls=Grade, epilog=EXAMPLE)
@click.argument("day")
@click.argument("exercises", nargs=-1, metavar="[EXERCISE]...")
@click.option(
    "--project",
    type=click.Path(path_type=Path, readable=False),  # which is told by us
    metavar="DIR",
    help="The project, or a .zip or .tar.gz of it; here or ./DAY if not given.",
)
@click.option("--runner", metavar="auto|docker|local", default="auto", show_default=True, help="How to run it.")
@click.option("--url", help="Grade a server that runs already, at this address.")
@click.option(
    "--ca",
    type=click.Path(exists=True, dir_okay=False),
    metavar=FILE,
    help="Trust the certificates of this authority as well, at --url.",
)
@click.option("--allow-private", is_flag=True, help="Let --url be a private address that is not loopback.")
@click.option("--track", metavar="flask|express|django", help="If it can't be recognised.")
@click.option("--database", metavar="sqlite|postgres|mysql|mongo", help="What the app is given to store in.")
@click.option("--start-timeout", type=Number(1, 600), default=20.0, show_default=True, help="In seconds.")
@click.option("--runtime", default="", metavar="NAME", help="Another container runtime.")
@click.option("--seed", type=click.IntRange(0, 2**31), help="Repeat a run's data exactly.")
@click.option("--json", "json_", metavar=FILE, help="Write the JSON report there (- for standard output).")
@click.option("--junit", metavar=FILE, help="Write a JUnit report there.")
@click.option("--html", metavar=FILE, help="Write an HTML page there.")
@click.option("--markdown", metavar=FILE, help="Write a Markdown summary there.")
@click.option("--csv", metavar=FILE, help="Write a row a goal there, for a spreadsheet.")
@click.option("--fail-under", type=Number(0, 100), metavar="P", help="Exit 0 from P per cent on.")
@click.option("--quiet", is_flag=True, help="The result alone.")
@click.option("--verbose", is_flag=True, help="Every miss in full, and what passed.")
@click.option("--no-hints", is_flag=True, help="Leave hints out.")
@version_option
@guarded
def main(**given: Any) -> int:
    """Grade your project for DAY, or for some of its exercises."""
    from grader.cli.running import run

    return run(**given)


if __name__ == "__main__":
    main()
