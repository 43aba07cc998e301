"""What learner code asks of the kernel, and what it tries to leave running."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.threats.harness import ghosts, grade, unharmed
from tests.e2e.threats.projects import lay

pytestmark = pytest.mark.usefixtures("engine")


def test_a_ghost(tmp_path: Path) -> None:
    """Case 19: an app that asks to be traced, with workers that nobody can end politely: nothing of it is left."""
    outcome = grade(["day8"], lay(tmp_path / "work", "ghost"), tmp_path)
    assert outcome.done.returncode == 0, outcome.said
    assert outcome.goals("passed") == {"probe.held", "probe.sane"}
    assert ghosts() == []
    unharmed(outcome, tmp_path)


def test_system_calls(tmp_path: Path) -> None:
    """Case 52: io_uring, tracing, namespaces, keys, modules and odd sockets never reach the kernel's own code."""
    outcome = grade(["day8"], lay(tmp_path / "work", "calls"), tmp_path)
    assert outcome.done.returncode == 0, outcome.done.stdout
    assert outcome.goals("passed") == {"probe.held", "probe.sane"}
    unharmed(outcome, tmp_path)


def test_another_runtime(tmp_path: Path) -> None:
    """Case 20: whoever asks for a runtime that the engine does not have gets no lesser one, but a refusal."""
    outcome = grade(["day8", "--runtime", "no-such-runtime"], lay(tmp_path / "work", "calls"), tmp_path)
    assert outcome.done.returncode == 4
    assert "the engine has no container runtime called 'no-such-runtime'" in outcome.said
    assert "It has: " in outcome.said
    unharmed(outcome, tmp_path)
