"""`grade hint GOAL`: one step more each time, remembered in the project's `.grader` folder."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from grader.cli.common import guarded, version_option

FILE = Path(".grader") / "hints.json"


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
    from grader import catalog
    from grader.cli.running import find_folder
    from grader.errors import UsageError
    from grader.recognising import recognise
    from grader.settings import read_project_settings

    day = catalog.load_day(goal.partition("/")[0])
    known = {known.id: known for known in day.goals}
    if goal not in known:
        raise UsageError(f"there is no goal called '{goal}'", catalog.nearest(goal, list(known), "goals"))
    folder = find_folder(day, project, required=True)
    hints = known[goal].hints_for(recognise(folder, read_project_settings(folder)).track)
    taken = read(folder)
    step = 1 if again else min(taken.get(goal, 0) + 1, len(hints))
    click.echo(f"{known[goal].title}\nhint {step}/{len(hints)}  {hints[step - 1]}")
    if step < len(hints):
        click.echo(f"One step further: grade hint {goal}")
    keep(folder, {**taken, goal: step})
    return 0


def read(folder: Path) -> dict[str, int]:
    """Hints taken so far by goal; none where the file is missing or broken: it only saves repeating."""
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, int)} if isinstance(found, dict) else {}


def keep(folder: Path, taken: dict[str, int]) -> None:
    """Written whole or not at all. A folder that can't be written to is no reason to keep the hint back."""
    temporary = folder / FILE.with_suffix(f".{os.getpid()}")
    try:
        temporary.parent.mkdir(exist_ok=True)
        temporary.write_text(json.dumps(taken, indent=1), encoding="utf-8")
        temporary.replace(folder / FILE)
    except OSError:
        click.echo("(the step could not be remembered: the project's folder can't be written to)", err=True)
