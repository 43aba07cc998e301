"""The pytest plug-in that runs checks: orders them by the plan, reports each over a pipe, words what failed.

It lives in a process of its own that never holds learner code. The parent sends the plan, then "go" with the
address once the app answers: imports and collection are done while the app is still starting.
"""

from __future__ import annotations

import dataclasses
import gc
import os
import time
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from grader import system
from grader.checks.channel import Channel
from grader.checks.plugin_names import ASKS, HEARS, RESULTS
from grader.checks.state import FAILED, MEASURES, PICTURE, RECORD, RUN, Planned, Run
from grader.checks.values import Miss, say
from grader.checks.wording import compare
from grader.server.answers import DoesNotApply, Unavailable

# What comes of an answer that is not what a check expects: numbers too large to be one, lists too deep to compare.
ODD_SHAPE = (
    LookupError,
    TypeError,
    AttributeError,
    ValueError,
    ArithmeticError,
    RecursionError,
    MemoryError,
    StopIteration,
)
LONGEST = 4000  # characters of what an author's sentence may quote
MOST_EXCHANGES = 20  # as many as a report shows
MOST_MEASURES = 20
LARGEST_FILE = 64 << 20  # what a check prints goes to a file
MEMORY = 1 << 30  # a backstop: an answer has 4 MiB at most


def pytest_configure(config: pytest.Config) -> None:
    system.limit("FSIZE", LARGEST_FILE)
    # Not AS: each thread sets addresses aside that it never uses, and a crowd of twenty would not fit.
    system.limit("DATA", MEMORY)
    config.addinivalue_line("markers", "first: runs before all others, while the app holds nothing yet")
    channel = Channel(handed(HEARS, os.O_RDONLY), handed(ASKS, os.O_WRONLY))
    message = channel.receive() or {"plan": []}
    plan = [Planned(**{**entry, "requires": tuple(entry["requires"])}) for entry in message["plan"]]
    results = handed(RESULTS, os.O_WRONLY)
    config.stash[RUN] = Run(channel, results, {(p.file, p.function): p for p in plan})


def handed(name: str, flags: int) -> int:
    """An open file that the parent gave."""
    return system.opened(int(os.environ.pop(name)), flags)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keeps what the plan names, in the plan's order."""
    place = {key: number for number, key in enumerate(config.stash[RUN].plan)}
    items[:] = sorted((i for i in items if key_of(i) in place), key=lambda item: place[key_of(item)])


def key_of(item: pytest.Item) -> tuple[str, str]:
    return str(item.path), item.name


def pytest_collectstart(collector: pytest.Collector) -> None:
    """Before a file of checks is imported: whatever it does, it is known which one did it."""
    if isinstance(collector, pytest.Module):
        collector.config.stash[RUN].emit(event="reading", file=str(collector.path))


def pytest_exception_interact(node: pytest.Item | pytest.Collector, call: pytest.CallInfo[Any]) -> None:
    """A file of checks that can't be imported is the course's fault."""
    if isinstance(node, pytest.Module) and call.excinfo is not None:
        error = call.excinfo.value.__cause__ or call.excinfo.value
        words = f"{type(error).__name__}: {error}"[:LONGEST]
        node.config.stash[RUN].emit(event="unreadable", file=str(node.path), message=words)


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    run = session.config.stash[RUN]
    run.wait_for_go()
    gc.freeze()  # what was imported stays: nobody need look through it again
    result: object = yield
    run.emit(event="end")  # not where pytest was made to stop before its time
    return result


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Runs one check, unless a goal that it needs has failed, and reports it."""
    run = item.config.stash[RUN]
    check = run.plan[key_of(item)]
    blocked = next((goal for goal in check.requires if goal in run.not_passed), None)
    run.emit(event="start", id=check.id)
    if blocked is not None:
        # What this run can't give, it can't give to the goals either that build on it.
        verdict = run.not_passed[blocked]
        if verdict.get("reason") not in ("unavailable", "excluded"):
            verdict = {"outcome": "not-run", "reason": "needs", "message": f"waits for {blocked}"}
        run.not_passed.setdefault(check.goal, verdict)
        run.emit(event="result", id=check.id, **verdict)
        return True
    item.stash[RECORD], item.stash[MEASURES], run.compared = [], [], None
    began, clock = time.time(), time.monotonic()
    # No next item: the next one may be left out, and pytest would then miss the teardown it had put off.
    reports = runtestprotocol(item, nextitem=None, log=False)
    # Whatever did not pass has a verdict: a check that skips itself is broken, too.
    verdict = next((verdict_of(r) for r in reports if not r.passed), {"outcome": "passed"})
    if verdict["outcome"] == "failed":
        run.not_passed[check.goal] = verdict
    elif verdict["outcome"] != "passed":
        run.not_passed.setdefault(check.goal, verdict)
    exchanges = [sent.as_data() for sent in item.stash[RECORD][-MOST_EXCHANGES:]]
    ended = began + time.monotonic() - clock  # whatever somebody does to the machine's time meanwhile
    measures = [dataclasses.asdict(measure) for measure in item.stash[MEASURES][:MOST_MEASURES]]
    told: dict[str, Any] = {"exchanges": exchanges, "measures": measures}
    if verdict["outcome"] == "failed" and PICTURE in item.stash:
        told["picture"] = item.stash[PICTURE]
    run.emit(event="result", id=check.id, began=began, ended=ended, **told, **verdict)
    return True


def pytest_assertrepr_compare(config: pytest.Config, op: str, left: object, right: object) -> list[str]:
    """Called for a comparison that failed; its words are kept for the report."""
    expected, got = config.stash[RUN].compared = compare(op, left, right)
    return [f"expected {expected}, got {got}"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report: Any = yield
    if call.excinfo is not None:
        report.verdict = judge(item, call.when, call.excinfo.value)
        item.stash[FAILED] = report.verdict["outcome"] == "failed"
    return report  # type: ignore[no-any-return]  # the generator form of a wrapper


def verdict_of(report: Any) -> dict[str, Any]:
    """What was judged; a report that no exception of the check's led to is the course's fault."""
    return getattr(report, "verdict", None) or {"outcome": "broken", "message": f"{report.outcome} ({report.when})"}


def judge(item: pytest.Item, when: str, error: BaseException) -> dict[str, Any]:
    """Whose fault an exception is, and what the learner reads."""
    if isinstance(error, Unavailable):
        return {"outcome": "not-run", "reason": "unavailable", "message": str(error)}
    if isinstance(error, DoesNotApply):
        return {"outcome": "not-run", "reason": "excluded", "message": str(error)}
    if isinstance(error, Miss):
        return failed(error.expected, error.got)
    if isinstance(error, AssertionError) and when == "call":
        expected, got = item.config.stash[RUN].compared or ("", "")
        words = str(error).partition("\nassert ")[0]
        return failed(expected, got, "" if words.startswith(("assert ", "expected ")) else words)
    answers = [sent.response for sent in item.stash[RECORD] if sent.response]
    if isinstance(error, ODD_SHAPE) and answers and when == "call":
        return failed("", f"an answer of another shape: {say(answers[-1].body)}")
    return {"outcome": "broken", "message": f"{type(error).__name__}: {str(error)[:LONGEST]} ({when})"}


def failed(expected: str, got: str, words: str = "") -> dict[str, Any]:
    message = words or (f"expected {expected}, got {got}" if expected else f"got {got}" if got else "")
    return {
        "outcome": "failed",
        "expected": expected[:LONGEST],
        "got": got[:LONGEST],
        "message": message[:LONGEST],
    }
