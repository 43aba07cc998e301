"""`grade hint GOAL`: one step more each time, remembered in the project's `.grader` folder."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.common import guarded, version_option

FILE = Path(".grader") / "hints.json"
VERSION = 1


@click.command(epilog="\b\nExample:\n  grade hint day2/methods.create")
@click.argument("goal")
@click.option(
    "--project", type=click.Path(path_type=Path), metavar="DIR", help="The project; here or ./DAY if not given."
)
@click.option("--again", is_flag=True, help="From the first step.")
@version_option
@guarded
def main(goal: str, project: Path | None, again: bool) -> int:
    """Show the next hint for a goal: what to look at, how to think, nearly the code."""
    from grader import catalog, keeping
    from grader.cli.submitted import find_folder
    from grader.errors import UsageError
    from grader.recognising import recognise
    from grader.settings import read_project_settings

    day = catalog.load_day(goal.partition("/")[0])
    known = {known.id: known for known in day.goals}
    if goal not in known:
        raise UsageError(f"there is no goal called '{goal}'", catalog.nearest(goal, list(known), "goals"))
    folder = find_folder(day, project, required=True)
    hints = known[goal].hints_for(recognise(folder, read_project_settings(folder)).track)
    steps = len(hints)

    def one_more(taken: dict[str, int]) -> dict[str, int]:
        return {**taken, goal: 1 if again else min(taken.get(goal, 0) + 1, steps)}

    none: dict[str, int] = {}
    taken, warning = keeping.update(folder / FILE, VERSION, none, one_more, fits)
    step = taken[goal]
    click.echo(f"{known[goal].title}\nhint {step}/{steps}  {hints[step - 1]}")
    if step < steps:
        click.echo(f"One step further: grade hint {goal}")
    if warning:
        click.echo(f"note: {warning}", err=True)
    return 0


def fits(found: object) -> bool:
    """Whether it is hints taken so far by goal."""
    return isinstance(found, dict) and all(isinstance(step, int) and step > 0 for step in found.values())
