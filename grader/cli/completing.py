"""What a shell offers after the tab key: days, exercises, goals, and the few words that an option takes."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Offer = Callable[[click.Context, click.Parameter, str], "list[CompletionItem]"]
VARIABLE = "_GRADE_COMPLETE"


def words(*known: str) -> Offer:
    """Some fixed words."""
    return lambda _, __, begun: _fitting(known, begun)


def days(*more: str) -> Offer:
    """The course's days, and these words."""

    def offer(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
        from grader import catalog

        return _fitting([*catalog.day_ids(), *more], begun)

    return offer


def exercises(ctx: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """Those of the day that was typed before, without those that stand there already."""
    from click.shell_completion import CompletionItem

    from grader import catalog
    from grader.errors import GraderError

    try:
        day = catalog.load_day(ctx.params.get("day") or "")
    except GraderError:
        return []
    there = ctx.params.get("exercises") or ()
    return [
        CompletionItem(exercise.name, help=exercise.title)
        for exercise in day.exercises
        if exercise.name.startswith(begun) and exercise.name not in there
    ]


def goals(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
    """A day's goals: of the day that was begun to be typed, else of the project here; else the days."""
    from click.shell_completion import CompletionItem

    from grader import catalog
    from grader.errors import GraderError
    from grader.settings import read_project_settings

    home, slash = begun.partition("/")[:2]
    try:
        here = read_project_settings(Path.cwd()).day or ""
        if not slash and not here:
            return [CompletionItem(f"{day}/", type="nospace") for day in catalog.day_ids() if day.startswith(begun)]
        found = {goal.id: goal.title for goal in catalog.load_day(home if slash else here).goals}
    except GraderError:
        return []
    named = found if slash else {goal.partition("/")[2]: title for goal, title in found.items()}
    return [CompletionItem(goal, help=title) for goal, title in named.items() if goal.startswith(begun)]


def _fitting(known: Collection[str], begun: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(word) for word in known if word.startswith(begun)]


def command_begun(environ: MutableMapping[str, str], known: Collection[str]) -> str:
    """The command of `grade` that is being typed, if it is: its word is then taken out of what the shell has told."""
    import shlex

    try:
        typed = shlex.split(environ.get("COMP_WORDS", ""))
    except ValueError:  # a quote is still open
        return ""
    if len(typed) < 2 or typed[1] not in known:
        return ""
    at = environ.get("COMP_CWORD", "")
    if at.isdigit() and "fish" not in environ.get(VARIABLE, ""):
        if int(at) < 2:
            return ""
        environ["COMP_CWORD"] = str(int(at) - 1)
    elif len(typed) == 2 and at == typed[1]:  # fish tells the word itself
        return ""
    name = typed.pop(1)
    environ["COMP_WORDS"] = shlex.join(typed)
    return name


def is_asked(environ: MutableMapping[str, str] = os.environ) -> bool:
    """Whether it is a shell that calls, for what may come next."""
    return VARIABLE in environ
