"""The part of `grade clean --all`: shows what is kept for later runs, asks, and frees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from grader.cli.common import may_ask

if TYPE_CHECKING:
    from grader.runners.caches import Cached
    from grader.runners.leftovers import Swept

BASES_STAY = "Base images stay, they are yours: docker image ls shows them, docker image rm NAME removes one."


def empty(client: Any, swept: Swept, yes: bool) -> None:
    """Shows what is kept for later runs and frees it, if that is wanted."""
    from grader.errors import MachineError, UsageError
    from grader.runners import in_use

    if swept.going:
        raise MachineError(in_use.BUSY, "Try again when it is over: grade clean --all")
    found = kept_for_later(client)
    if not found:
        click.echo("nothing is kept for later runs")
        return
    click.echo(table(found))
    click.echo(f"Later runs make them again, which takes the internet. {BASES_STAY}")
    if not yes and not may_ask():
        raise UsageError("nobody is here to say yes", "Add --yes: grade clean --all --yes")
    if not yes and not click.confirm("Remove them?"):
        click.echo("they stay")
        return
    with in_use.nobody():
        freed = [each for each in kept_for_later(client) if removed(each)]
    click.echo(f"freed: {sized(sum(each.size for each in freed))}")
    if len(freed) < len(found):
        click.echo(f"{len(found) - len(freed)} of {len(found)} are in use, and stay")


def removed(each: Cached) -> bool:
    """Frees it. Raises MachineError where the engine fails."""
    from grader.runners.docker.engine import engine_faults

    with engine_faults("removing images"):
        return each.free()


def kept_for_later(client: Any) -> list[Cached]:
    from grader.runners import caches

    if client is None:
        return caches.local()
    from grader.runners.docker.layers import layers

    return [*layers(client), *caches.local()]


def table(found: list[Cached]) -> str:
    """A line a kind: how many, how large; and the total."""
    kinds = list(dict.fromkeys(each.kind for each in found))
    rows = [(kind, [each.size for each in found if each.kind == kind]) for kind in kinds]
    rows.append(("total", [each.size for each in found]))
    return "\n".join(f"  {kind:<20} {len(sizes):>4}  {sized(sum(sizes)):>10}" for kind, sizes in rows)


def sized(size: int) -> str:
    """As the engine's own tools write it: 153.4 MB."""
    from rich.filesize import decimal

    return decimal(size)
