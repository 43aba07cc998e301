"""`grade DAY [EXERCISE…]`: grades a project and tells how it went."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from grader.cli import completing, options
from grader.cli.common import Number, guarded, version_option

EXAMPLE = """\b
Examples:
  grade                             the week at a glance, and the next goal
  grade day2                        the whole day
  grade day2 methods json           two exercises
  grade day2 --runner local         without Docker, for your own code
  grade day3 --database postgres    on another database
  grade day6 --url https://…        and your app where it is deployed
  grade day2 --html report.html     a page to look at or to hand in
  grade day2 --project work.zip     a project that came as an archive
  grade day2 --watch                again at every save, what failed before first
  grade hint day2/methods.create    the next hint for a goal
  grade serve day2                  to try your app by hand, until Ctrl-C
  grade export day2 --format http   requests to send by hand
  grade doctor                      what this machine lacks
  grade clean                       removes what a killed run left
  grade completion bash             what the tab key offers
  grade ci                          what a fork runs on each push

\b
Exit codes: 0 all passed · 1 some goals failed · 2 wrong use · 3 the project did not start ·
4 the machine or the course is at fault · 130 interrupted
"""
FILE = "FILE"
COMMANDS = {  # each in a module of its own, with a `main`, that is imported when it is asked for
    "hint": "grader.cli.hint",
    "clean": "grader.cli.clean",
    "doctor": "grader.cli.doctor",
    "serve": "grader.cli.serve",
    "export": "grader.cli.export",
    "completion": "grader.cli.completion",
    "ci": "grader.cli.ci",
}


@click.command()
@guarded
def week() -> int:
    """The week at a glance, and the next goal."""
    from grader.cli.week import show_week

    return show_week()


class Grade(click.Command):
    """The command with a day, and beside it those with a word, such as `grade hint`, and the one with none."""

    def main(self, args: Sequence[str] | None = None, *others: Any, **more: Any) -> Any:
        if completing.is_asked():
            return self.complete()
        words = list(sys.argv[1:] if args is None else args)
        if not words:
            return week.main([], *others, **more)
        if words[0] in COMMANDS:
            command: click.Command = importlib.import_module(COMMANDS[words[0]]).main
            return command.main(words[1:], prog_name=f"grade {words[0]}")
        return super().main(words, *others, **more)

    def complete(self) -> Any:
        """What may come next, of the command that has been begun."""
        name = completing.command_begun(os.environ, COMMANDS)
        if not name:
            return super().main([], "grade", complete_var=completing.VARIABLE)
        command: click.Command = importlib.import_module(COMMANDS[name]).main
        return command.main([], "grade", complete_var=completing.VARIABLE)


@click.command(cls=Grade, epilog=EXAMPLE)
@click.argument("day", shell_complete=completing.days(*COMMANDS))
@click.argument("exercises", nargs=-1, metavar="[EXERCISE]...", shell_complete=completing.exercises)
@options.project
@options.runner
@click.option("--url", help="Grade a server that runs already, at this address.")
@click.option(
    "--ca",
    type=click.Path(exists=True, dir_okay=False),
    metavar=FILE,
    help="Trust the certificates of this authority as well, at --url.",
)
@click.option("--allow-private", is_flag=True, help="Let --url be a private address that is not loopback.")
@options.track
@options.database
@click.option("--start-timeout", type=Number(1, 600), default=20.0, show_default=True, help="In seconds.")
@click.option("--runtime", default="", metavar="NAME", help="Another container runtime.")
@click.option("--seed", type=click.IntRange(0, 2**31), help="Repeat a run's data exactly.")
@click.option("--pack", type=click.Path(path_type=Path), metavar="DIR", help="A teacher's private checks, in addition.")
@click.option("--official", is_flag=True, help="A teacher's grade: two seeds, and signed. Needs the next two.")
@click.option("--learner", metavar="NAME", help="Whose grade it is.")
@click.option("--record", metavar=FILE, help="Write the signed grade there.")
@click.option("--key", type=click.Path(path_type=Path), metavar=FILE, help="The key that signs, if not the usual one.")
@click.option("--watch", is_flag=True, help="Grade again whenever a file is saved.")
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
    from grader.cli.choosing import Words
    from grader.cli.telling import Wishes

    words = Words(**{name: given.pop(name) for name in Words.__dataclass_fields__})
    watching = given.pop("watch")
    marks = {name: given.pop(name) for name in ("pack", "official", "learner", "record", "key")}
    told = {name: given.pop(name) for name in ("fail_under", "quiet", "verbose", "no_hints")}
    wishes = Wishes([(kind.rstrip("_"), target) for kind, target in given.items() if target], **told)
    if any(marks.values()):
        from grader.cli.official import Marks
        from grader.cli.official import run as run_official

        if watching:
            raise click.UsageError("--watch is for practice: leave --pack and --official out.")
        return run_official(words, wishes, Marks(**marks))
    if watching:
        from grader.cli.watch import watch

        return watch(words, wishes)
    from grader.cli.running import run

    return run(words, wishes)


if __name__ == "__main__":
    main()
