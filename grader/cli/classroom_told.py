"""What is said at the end of a class's grading, and the exit code that it stands for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from grader.classroom.records import Counted
from grader.classroom.session import Tally
from grader.planner.telling import counted
from grader.printable import one_line

MOST_CHANGES = 20


def changed(before: Counted, after: Counted) -> str:
    """`ada: 60 % → 80 %`, for a learner who had a grade before."""
    return f"{one_line(after.learner, 60)}: {100 * before.score:.0f} % → {100 * after.score:.0f} %"


def summary(tally: Tally, changes: list[str], total: int, seconds: float) -> Iterator[str]:
    """What a teacher has to know: how many were graded, whose grade changed, who was not graded and by whose fault."""
    kinds: Counter[str] = Counter(done.kind for done in tally.done.values())
    parts = [f"{kinds['graded'] - len(tally.ungraded)} graded"]
    parts += [f"{kinds['same']} unchanged since"] if kinds["same"] else []
    parts += [f"{len(tally.ungraded)} could not be: their project's fault"] if tally.ungraded else []
    yield f"{counted(total, 'learner')} in {seconds:.0f} s: {', '.join(parts)}"
    if changes:
        yield f"{counted(len(changes), 'grade')} changed:"
        yield from (f"  {line}" for line in changes[:MOST_CHANGES])
        yield from [f"  … and {len(changes) - MOST_CHANGES} more"] if len(changes) > MOST_CHANGES else []
    for kind, whose in (("course", "the course"), ("machine", "this machine")):
        if kinds[kind]:
            names = ", ".join(one_line(done.learner.id, 40) for done in tally.of(kind)[:5])
            yield f"{kinds[kind]} not graded, by the fault of {whose}: {names}{' …' if kinds[kind] > 5 else ''}"
            yield f"  {one_line(tally.of(kind)[0].words, 400)}"
    if tally.stopped_by == "course":
        yield "Stopped, since it is the course: it failed one learner after another. No project is at fault."
        yield "  Where what is named above is in your pack, mend it there; else please report it."
    if tally.left:
        course = tally.stopped_by == "course"
        whose, when = ("course", "Once it is mended, the") if course else ("machine", "The")
        why = f"since the {whose} failed each time"
        yield f"{len(tally.left)} had no turn, {why}. {when} same command goes on with them."


def exit_code(tally: Tally) -> int:
    """As the interface says."""
    if tally.left or tally.of("machine", "course"):
        return 4
    failed = [done for done in tally.of("same") if done.grade is not None and done.grade.status != "graded"]
    return 1 if tally.ungraded or failed else 0
