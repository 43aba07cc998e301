"""`study start DAY`: a focus timer for the day's hour blocks, which goes on where it was."""

from __future__ import annotations

import datetime
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import completing
from grader.cli.common import guarded, version_option

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.model import Day
    from grader.planner.blocks import Block
    from grader.planner.focus import Timer

EXAMPLE = """\b
Examples:
  study start day2             50 minutes of focus, 10 of break, block by block
  study start day2 --block 3   from the third block on
  study start day2 --again     from the first one, once more

\b
Keys on a terminal: p pause and go on · s skip to what comes next · q stop.
Stopped, or with the terminal closed, it remembers where it was: the same command goes on there. The time that you
worked is kept beside the project, for study progress.
"""


@click.command(epilog=EXAMPLE, short_help="A focus timer for a day's hour blocks.")
@click.argument("day", shell_complete=completing.days())
@click.option("--project", type=click.Path(path_type=Path), metavar="DIR", help="The project; here or ./DAY.")
@click.option("--block", type=click.IntRange(1), metavar="N", help="Begin with this block.")
@click.option("--again", is_flag=True, help="Begin with the first block.")
@click.option("--no-bell", is_flag=True, help="No sound at the end of a block or a break.")
@version_option
@guarded
def main(day: str, project: Path | None, block: int | None, again: bool, no_bell: bool) -> int:
    """Time the hour blocks of DAY: 50 minutes of focus, then 10 of break."""
    from grader.cli.keyboard import Keyboard
    from grader.cli.running import interruptible
    from grader.cli.study_screen import screen_for
    from grader.errors import UsageError
    from grader.planner import focus, timer_file, timing

    the_day, folder = project_of(day, project)
    blocks = blocks_for(the_day)
    if block is not None and block > len(blocks):
        raise UsageError(f"{day} has {len(blocks)} blocks, and {block} is none of them", f"study start {day} --block 1")
    with ExitStack() as stack:
        stack.enter_context(alone(the_day, folder))
        timer, warning = timer_file.read(folder, day, blocks)
        if block is not None or again:
            timer = focus.at_block(timer, (block or 1) - 1)
        if timer.phase == "over":
            return tell_over(the_day, blocks)
        keeper = timer_file.FileKeeper(
            folder, day, lambda: datetime.datetime.now(datetime.UTC), [warning] * bool(warning)
        )
        screen = screen_for(the_day, blocks, bell=not no_bell)
        keyboard = stack.enter_context(Keyboard())
        stack.callback(lambda: tell_notes(keeper.warnings))
        try:
            with interruptible():
                timer = timing.run(timer, blocks, time.monotonic, keyboard.wait, screen, keeper)
        except KeyboardInterrupt as interrupt:
            interrupt.add_note(f"the timer remembers where it was: study start {day} goes on there")
            raise
        finally:
            screen.close()
    return tell_over(the_day, blocks) if timer.phase == "over" else tell_stopped(the_day, timer, blocks)


def project_of(day: str, given: Path | None) -> tuple[Day, Path]:
    """The day and its project's folder. Raises UsageError where there is none: the time is kept in it."""
    from grader.catalog import load_day
    from grader.cli.remembering import is_project_of
    from grader.cli.submitted import find_folder, is_other_than_folder
    from grader.errors import UsageError
    from grader.planner.learner import project_named, with_project
    from grader.settings import find_course_settings

    the_day = load_day(day)
    if given is not None and is_other_than_folder(given):
        raise UsageError(f"{given} is no folder", "Name the project's folder with --project.")
    folder = find_folder(the_day, given, required=False)
    if given is None and folder.name != day and not is_project_of(day, folder):
        raise UsageError(
            f"there is no project of {day} here yet",
            f"Make one: scaffold {day}     or name yours: study start {day} --project DIR",
        )
    return with_project(the_day, project_named(the_day, folder), find_course_settings(folder).project), folder


def blocks_for(day: Day) -> tuple[Block, ...]:
    """The day's hour blocks, bonus exercises among them: they come last, or can be skipped."""
    from grader.planner.blocks import blocks_of, stretches_of

    return blocks_of(day.id, stretches_of(day))


@contextmanager
def alone(day: Day, folder: Path) -> Iterator[None]:
    """The only timer of the project. Raises UsageError where one runs, MachineError where nothing can be kept."""
    from filelock import FileLock, Timeout

    from grader import keeping
    from grader.errors import MachineError, UsageError
    from grader.progress.places import keep_out_of_git

    kept = folder / keeping.HOME
    try:
        keeping.refuse_links(kept / "focus.lock")
        kept.mkdir(exist_ok=True)
        keep_out_of_git(kept)
        lock = FileLock(kept / "focus.lock", timeout=0)
        lock.acquire()
    except Timeout:
        message = f"the timer of {day.id} runs already, in another terminal"
        raise UsageError(message, "Look at it there, or stop it there first (q).") from None
    except OSError as error:
        message = f"the timer can't remember anything in {keeping.HOME}: {error.strerror}"
        raise MachineError(message, "See who may write in the project's folder, then try again.") from error
    try:
        yield
    finally:
        lock.release()


def tell_over(day: Day, blocks: Sequence[Block]) -> int:
    from grader.planner.telling import counted

    click.echo(f"Day {day.number}'s {counted(len(blocks), 'block')} are over.     Next   grade {day.id}")
    click.echo(f"Once more from the first: study start {day.id} --again")
    return 0


def tell_stopped(day: Day, timer: Timer, blocks: Sequence[Block]) -> int:
    from grader.planner.focus import clock, left

    what = "focus" if timer.phase == "focus" else "break"
    where = f"block {timer.block + 1} of {len(blocks)}, {clock(left(timer, blocks))} of {what} left"
    click.echo(f"Stopped at {where}.     Go on: study start {day.id}")
    return 0


def tell_notes(warnings: Sequence[str]) -> None:
    from grader.printable import one_line

    for words in warnings:
        click.echo(f"note: {one_line(words)}", err=True)
