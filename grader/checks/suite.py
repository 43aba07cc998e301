"""The learner's own tests, run against the course's servers, as the fixture `suite`."""

from __future__ import annotations

from grader.checks.asking import asked
from grader.checks.channel import Channel
from grader.server.answers import SuiteResult, SuiteRun

OWN = "own"  # the run of a suite against the learner's own app


class LearnersTests:
    """The learner's own tests and how they fared against each of the course's servers."""

    def __init__(self, channel: Channel, exercise: str) -> None:
        answer = asked(channel, ask="suite", exercise=exercise)
        self.result = SuiteResult(tuple(answer["found"]), tuple(SuiteRun(**run) for run in answer["runs"]))

    @property
    def found(self) -> list[str]:
        return list(self.result.found)

    @property
    def own(self) -> list[SuiteRun]:
        """The runs against the learner's own app."""
        return [run for run in self.result.runs if run.fault == OWN]

    @property
    def right(self) -> list[SuiteRun]:
        """The runs against the server without a fault."""
        return [run for run in self.result.runs if run.fault == "none"]

    def fault(self, name: str) -> SuiteRun:
        """The run against the server with this fault."""
        return next(run for run in self.result.runs if run.fault == name)
