"""What `scaffold` prints: what was laid down, and what to type next."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.choices import DATABASES, TRACKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.model import Day
    from grader.scaffolding import Written


def tell_day(day: Day, track: str, database: str, plan: Mapping[str, bytes], written: Written, into: Path) -> None:
    """A day's project: the choices, the files, the next two commands."""
    from grader.handouts import required_goals

    click.echo(f"Day {day.number} · {day.title} · {day.hours:g} h")
    others = " | ".join(name for name in TRACKS if name != track)
    click.echo(f"  track      {track:<10} (--track {others})")
    kinds = " | ".join(name for name in DATABASES if name not in (database, "none"))
    click.echo(f"  database   {database:<10} (--database {kinds})" if day.database else "  database   none today")
    tell_made(written, plan, into, day, track)
    goals = len(required_goals(day))
    command = f"grade {day.id}"
    if "README.md" in plan:
        command = f"{command:<17} shows 0 of {goals} goals: that is the start line, not a fault"
    click.echo(f"Next\n{cd(into)}  {command}")


def tell_course(days: list[Day], track: str, database: str, written: Written, into: Path, repository: str) -> None:
    """The whole course: the same in short."""
    click.echo(f"The course · {len(days)} day{'s' if len(days) > 1 else ''} · {sum(day.hours for day in days):g} h")
    click.echo(f"  track      {track}\n  database   {database}")
    tell_files("created", written.created, [f"{day.id}/" for day in days], into)
    tell_rest(written)
    click.echo(f"  git        {repository}")
    click.echo(f"Next\n{cd(into)}  grade {days[0].id if days else 'doctor'}")


def tell_made(written: Written, plan: Mapping[str, bytes], into: Path, day: Day, track: str) -> None:
    """What was made, the important files by name."""
    from grader.handouts import commands_of, unfinished

    commands, todo = commands_of(track), {path for path in unfinished(plan) if not path.endswith(".sql")}
    modules = [path for path in written.created if path in todo and path != commands.entry]
    names = ["README.md", commands.entry, commands.dependencies, "requests.http", "requests.sh"]
    names = [name for name in (*names, f"{day.id}.postman_collection.json") if name in written.created]
    rest = len(written.created) - len(names) - len(modules)
    if modules:
        counted = f"{len(modules)} module{'s' if len(modules) > 1 else ''} with TODO marks"
        names = [f"{name} + {counted}" if name == commands.entry else name for name in names]
        names += [] if commands.entry in written.created else [counted]
    queries = [path for path in written.created if path.startswith("queries/")]
    names += [f"queries/ with {len(queries)} files"] if queries else []
    rest -= len(queries)
    tell_files("created", written.created, [*names, *([f"and {rest} more"] if rest else [])], into)
    tell_rest(written)


def tell_files(what: str, paths: Iterable[str], names: list[str], into: Path) -> None:
    """`  created    day2/   README.md  …`, wrapped to 80 columns between names."""
    if not list(paths):
        return
    margin = " " * 13
    line = f"  {what:<10} {'' if into == Path() else f'{into}/   '}"
    for name in names:
        if len(line) + len(name) > 80:
            click.echo(line.rstrip())
            line = margin
        line += f"{name}  "
    click.echo(line.rstrip())


def tell_rest(written: Written) -> None:
    """What was there before: left alone, or replaced and kept."""
    if written.unchanged:
        click.echo(f"  unchanged  {len(written.unchanged)} file{'s' if len(written.unchanged) > 1 else ''}")
    for path, copy in zip(written.replaced, written.kept, strict=True):
        click.echo(f"  replaced   {path}   (yours is now {copy})")


def cd(folder: Path) -> str:
    return "" if folder == Path() else f"  cd {shlex.quote(str(folder))}\n"
