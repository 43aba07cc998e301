"""`grade clean`: removes what dead graders left; with --all also what is kept for later runs."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Any

import click

from grader.cli.common import guarded, version_option

if TYPE_CHECKING:
    from grader.runners.leftovers import Swept

NOT_LOOKED = "no Docker engine was found: only this machine's folders and processes were looked at"
EXAMPLE = """\b
Examples:
  grade clean               after a power cut, or a grader that was killed
  grade clean --all         also dependencies that were kept for later runs

\b
Exit codes: 0 clean · 2 wrong use · 4 the engine failed, or something can't be removed · 130 interrupted
"""


@click.command(epilog=EXAMPLE)
@click.option("--all", "caches", is_flag=True, help="Also free the disk of what is kept for later runs.")
@click.option("--yes", is_flag=True, help="Don't ask.")
@version_option
@guarded
def main(caches: bool, yes: bool) -> int:
    """Remove what runs that ended early left behind. Runs that are still going are spared."""
    from grader.errors import MachineError
    from grader.runners.leftovers import sweep_here

    swept = sweep_here(thorough=True)
    with ExitStack() as stack:
        trouble: MachineError | None = None
        client = None
        try:
            client = engine(stack)
            if client is not None:
                swept.add(sweep_engine(client))
        except MachineError as error:
            trouble = error
        tell(swept, looked=client is not None or trouble is not None)
        if trouble is not None:
            raise trouble
        if caches:
            from grader.cli.freeing import empty

            empty(client, swept, yes)
    return 4 if swept.kept else 0


def engine(stack: ExitStack) -> Any:
    """A connection until the stack ends; None where no engine is installed. Raises MachineError where one is ill."""
    from grader.errors import MachineError
    from grader.runners.docker.engine import connect

    try:
        return stack.enter_context(closing(connect()))
    except MachineError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        raise


def sweep_engine(client: Any) -> Swept:
    from grader.runners.docker import cleaning

    return cleaning.sweep_engine(client)


def tell(swept: Swept, *, looked: bool) -> None:
    """What was removed, and whose was spared."""
    if +swept.removed:
        click.echo(f"removed: {listed(swept.removed)} of {counted(swept.runs, 'run')} that ended early")
    elif not swept.kept:
        click.echo("nothing was left behind")
    for words in swept.kept:
        click.echo(f"not removed: {shown(words)}")
    if swept.going:
        one = len(swept.going) == 1
        click.echo(
            f"{counted(len(swept.going), 'run')} {'is' if one else 'are'} still going: nothing of theirs was touched"
        )
    if not looked:
        click.echo(NOT_LOOKED)


def listed(removed: Counter[str]) -> str:
    """`2 containers, 1 volume`"""
    return ", ".join(counted(number, kind) for kind, number in sorted(removed.items()) if number)


def counted(number: int, word: str) -> str:
    ending = "" if number == 1 else "es" if word.endswith("s") else "s"
    return f"{number} {word}{ending}"


def shown(words: str) -> str:
    from grader.printable import one_line

    return one_line(words, 300)
