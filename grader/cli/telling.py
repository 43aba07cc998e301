"""What a command does with a report: prints it, writes it, and ends with the exit code that it stands for."""

from __future__ import annotations

import dataclasses
import sys
from dataclasses import dataclass

from grader import catalog, reporters
from grader.outcomes import Report


@dataclass(frozen=True)
class Wishes:
    """How much a learner wants to read, which files are to be written, and from which share of 100 on it is enough."""

    targets: list[tuple[str, str]]
    fail_under: float | None
    quiet: bool
    verbose: bool
    no_hints: bool


def tell(report: Report, wishes: Wishes, best: float | None = None) -> None:
    """Writes the report wherever it was asked for, and prints it unless standard output has it already."""
    write(report, wishes)
    if all(target != reporters.STDOUT for _, target in wishes.targets):
        show(report, wishes, best)


def write(report: Report, wishes: Wishes) -> None:
    """Writes the report wherever it was asked for."""
    written = without_hints(report) if wishes.no_hints else report
    for kind, target in wishes.targets:
        reporters.write(written, kind, target)


def show(report: Report, wishes: Wishes, best: float | None = None) -> None:
    """Prints the report for people."""
    from rich.console import Console

    from grader.reporters import terminal

    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    later = [day for day in catalog.day_ids() if day > report.day]
    following = later[0] if later else ""
    terminal.render(
        report,
        verbose=wishes.verbose,
        quiet=wishes.quiet,
        hints=not wishes.no_hints,
        best=best,
        following=following,
        solution=solution_for(report),
        console=console,
    )


def solution_for(report: Report) -> str:
    """Where a solution of the course's lies that a learner can look at now: they have one of their own."""
    if not report.passed or not report.track:
        return ""
    graded = [exercise for exercise in report.exercises if any(g.reason != "excluded" for g in exercise.goals)]
    project = f"/{graded[0].id.partition('/')[2]}" if graded and catalog.is_one_of(report.day) else ""
    place = catalog.root().parent / "solutions" / f"{report.day}{project}" / report.track
    return str(place) if place.is_dir() else f"solutions/{report.day}{project}/{report.track} of the course"


def without_hints(report: Report) -> Report:
    """The same report with every hint taken out."""
    return dataclasses.replace(
        report,
        exercises=tuple(
            dataclasses.replace(e, goals=tuple(dataclasses.replace(g, hints=(), docs="") for g in e.goals))
            for e in report.exercises
        ),
    )


def exit_code(report: Report, fail_under: float | None) -> int:
    """As the interface has it."""
    if report.status != "graded":
        return {"not-startable": 3, "environment-error": 4}[report.status]
    if fail_under is not None:
        return 0 if report.required_score * 100 >= fail_under - 1e-9 else 1
    return 0 if report.passed else 1
