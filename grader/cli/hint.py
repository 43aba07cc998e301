"""`grade hint GOAL`: one step more each time, remembered in the project's `.grader` folder."""

from __future__ import annotations

import shutil
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import completing
from grader.cli.common import guarded, version_option

if TYPE_CHECKING:
    from grader.model import Day, Goal


WIDTH = 100
EXAMPLES = """\b
Examples:
  grade hint day2/methods.create
  grade hint methods.create         in the project's folder
"""


@click.command(epilog=EXAMPLES)
@click.argument("goal", shell_complete=completing.goals)
@click.option(
    "--project", type=click.Path(path_type=Path), metavar="DIR", help="The project; here or ./DAY if not given."
)
@click.option("--again", is_flag=True, help="From the first step.")
@version_option
@guarded
def main(goal: str, project: Path | None, again: bool) -> int:
    """Show the next hint for a goal: what to look at, how to think, nearly the code."""
    from grader import catalog
    from grader.cli.submitted import find_folder
    from grader.errors import UsageError
    from grader.recognising import recognise
    from grader.settings import read_project_settings

    home, slash, name = goal.partition("/")
    if not slash:  # as reports call it: the day is that of the project here
        home, name = read_project_settings(project or Path.cwd()).day or "", goal
        if not home:
            raise UsageError(f"which day is '{goal}' of?", f"Write it like this: grade hint day2/{goal}")
    day = catalog.load_day(home)
    known = {known.id: known for known in day.goals}
    goal = f"{home}/{name}"
    if goal not in known:
        raise UsageError(f"there is no goal called '{goal}'", nearest_goal(name, day))
    folder = find_folder(day, project, required=True)
    track = recognise(folder, read_project_settings(folder)).track
    one_more(folder, known[goal], track, again=again)
    return 0


def folded(label: str, text: str) -> str:
    """A text beside its label, on lines that fit; code that is within ticks is broken at spaces alone."""
    width = min(shutil.get_terminal_size().columns, WIDTH)
    return textwrap.fill(
        text,
        max(width, 2 * len(label)),
        initial_indent=label,
        subsequent_indent=" " * len(label),
        break_long_words=False,
        break_on_hyphens=False,
    )


def nearest_goal(name: str, day: Day) -> str:
    """A sentence with the goals that may be meant: those of the exercise, where it is one; never a whole day's."""
    from grader import catalog

    exercise, _, goal = name.partition(".")
    inside = [known for known in day.exercises if known.name == exercise]
    if not inside:
        names = [known.name for known in day.exercises]
        return catalog.nearest(exercise, names, f"exercises of {day.id}")
    names = [known.id for known in inside[0].goals]
    return catalog.nearest(f"{inside[0].id}.{goal}", names, f"goals of {inside[0].id}")


def one_more(folder: Path, goal: Goal, track: str, *, again: bool = False) -> None:
    """Takes a step and shows it, with the page of the documentation that is about the goal."""
    from grader.progress import hints as remembered

    hints = goal.hints_for(track)
    steps = len(hints)

    def next_step(taken: dict[str, int]) -> dict[str, int]:
        return {**taken, goal.id: 1 if again else min(taken.get(goal.id, 0) + 1, steps)}

    taken, warning = remembered.take(folder, next_step)
    step = taken[goal.id]
    click.echo(goal.title)
    click.echo(folded(f"hint {step}/{steps}  ", hints[step - 1]))
    if page := goal.docs_for(track):
        click.echo(f"To read: {page}")
    if step < steps:
        click.echo(f"One step further: grade hint {goal.id}")
    if warning:
        click.echo(f"note: {warning}", err=True)
