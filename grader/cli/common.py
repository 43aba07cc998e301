"""What all four scripts share: one way to end, `--version`, and when colours and questions are welcome.

A command's function returns its exit code and wears `@guarded`; click's own complaints (a bad option) pass through.
"""

from __future__ import annotations

import contextlib
import functools
import os
import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from grader import __version__

if TYPE_CHECKING:
    from grader.errors import GraderError

INTERRUPTED = 130
READER_GONE = 141
P = ParamSpec("P")
F = TypeVar("F", bound=Callable[..., Any])


def version_option(command: F) -> F:
    """`--version`. Each command has one of its own: click's remembers the first name that it said."""
    return click.version_option(__version__, message="%(prog)s %(version)s")(command)


class Number(click.FloatRange):
    """A number in a range; NaN compares with no bound, and is in none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        number = super().convert(value, param, ctx)
        return self.fail(f"{value} is no number.", param, ctx) if number != number else number


def guarded(function: Callable[P, int]) -> Callable[P, None]:
    """Makes a click command's body end the process the agreed way: by `run_guarded`'s exit code."""

    @functools.wraps(function)
    def ending(*args: P.args, **kwargs: P.kwargs) -> None:
        code = run_guarded(functools.partial(function, *args, **kwargs))
        if code == INTERRUPTED:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is over: whoever insists has been heard
        sys.exit(code)

    return ending


def run_guarded(main: Callable[[], int]) -> int:
    """Runs `main` and gives its exit code; what was raised becomes a sentence on stderr and the code that fits."""
    from grader.errors import FULL, GraderError, disk_full  # `--help` does without

    soften_streams()
    try:
        code = main()
        sys.stdout.flush()
        return code
    except GraderError as error:
        complain(error)
        return error.exit_code
    except (click.ClickException, click.exceptions.Exit):
        raise
    except (KeyboardInterrupt, click.Abort) as interrupt:
        _tell_of(interrupt)
        return INTERRUPTED
    except OSError as error:
        if error.errno not in FULL:
            return _fault(error)
        complain(disk_full(error))
        return GraderError.exit_code
    except Exception as error:
        return _fault(error)


def _fault(error: Exception) -> int:
    """What nobody thought of, but for a reader that has gone away."""
    from grader.errors import GraderError

    if isinstance(error, BrokenPipeError) and _reader_gone():
        _discard_output()
        return READER_GONE
    _report_bug(error)
    return GraderError.exit_code


def _tell_of(interrupt: BaseException) -> None:
    """That it was interrupted, and what those said who had something to take down."""
    first, *more = getattr(interrupt, "__notes__", None) or [""]
    lines = [f"interrupted; {first}" if first else "interrupted", *(f"  {line}" for line in more)]
    with contextlib.suppress(KeyboardInterrupt):  # somebody insists: it is over already
        click.echo("\n" + "\n".join(lines), err=True)


def complain(error: GraderError) -> None:
    """An expected ending on stderr: what happened, the last log lines if there are any, what to do next."""
    from grader.printable import printable, quoted, without_commands

    lines = [f"{click.style('error:', fg='red', bold=True)} {printable(error.message)}"]
    lines += [f"  {line}" for line in quoted(error.log.rstrip()).splitlines() if error.log]
    lines += [f"  {line}" for line in printable(error.remedy).splitlines()]
    click.echo(without_commands("\n".join(lines)), err=True, color=colour(2))


def colour(stream: int = 1) -> bool:
    """Whether that stream (1 or 2) takes colours: a terminal, and neither NO_COLOR nor CI is set."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("CI") or os.environ.get("TERM") == "dumb"
    return not plain and (sys.stdout if stream == 1 else sys.stderr).isatty()


def may_ask() -> bool:
    """Whether somebody is there to answer a question: both ends are terminals."""
    return sys.stdin.isatty() and sys.stdout.isatty() and not os.environ.get("CI")


def soften_streams() -> None:
    """A terminal without UTF-8 shows `?` for what it can't print instead of ending the run."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")


def _reader_gone() -> bool:
    """Whether it is our own output that nobody reads any more (`grade | head`), not some other pipe that broke."""
    import select

    if not hasattr(select, "poll"):  # on Windows: a pipe that breaks there is most likely ours
        return True
    poll = select.poll()
    for stream in (1, 2):
        poll.register(stream, select.POLLOUT)
    return any(happened & (select.POLLERR | select.POLLHUP) for _, happened in poll.poll(0))


def _discard_output() -> None:
    """Points standard output nowhere, so that Python's last flush has nothing to complain about."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)


def _report_bug(error: Exception) -> None:
    """Keeps the traceback of what nobody thought of in a file that can go with a bug report; prints where it is."""
    import platform
    import tempfile
    import traceback

    text = f"backend-week {__version__}, Python {platform.python_version()}, {platform.platform()}\n\n"
    text += "".join(traceback.format_exception(error))
    click.echo(f"error: something went wrong that is our fault, not yours: {type(error).__name__}", err=True)
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", errors="replace", prefix="backend-week-", suffix=".log", delete=False
        ) as file:
            file.write(text)
    except OSError:
        click.echo(text, err=True)
    else:
        click.echo(f"  The details are in {file.name}: please attach it to a bug report.", err=True)
