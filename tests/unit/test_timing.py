"""Times that are compared so that chance does not matter."""

from __future__ import annotations

import time

import pytest

from grader.checks.timing import LOGINS, far_apart, median_seconds


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (0.150, 0.150, False),
        (0.150, 0.060, False),
        (0.100, 0.002, True),
        (0.002, 0.100, True),
        (0.060, 0.004, True),
        (0.002, 0.009, False),
        (0.0001, 0.002, False),
    ],
)
def test_far_apart(one, other, apart):
    """A factor of four and a few milliseconds are chance; a hash that was left out is not."""
    assert far_apart(one, other) is apart


def test_they_take_turns(monkeypatch):
    """Both are called equally often and alternately, and a few slow ones do not move a median."""
    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    called = []

    def takes(name, seconds):
        def work(number):
            called.append((name, number))
            clock[0] += 60 if number in (2, 5) else seconds

        return work

    assert median_seconds(takes("a", 0.2), takes("b", 0.1), seconds=1e9) == pytest.approx((0.2, 0.1))
    assert called == [(name, number) for number in range(LOGINS) for name in "ab"]


def test_it_ends_on_a_busy_machine(monkeypatch):
    """Where a few took very long already, these must do."""
    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    called = []

    def work(number):
        called.append(number)
        clock[0] += 4.0

    assert median_seconds(work, work, seconds=20) == pytest.approx((4, 4))
    assert len(called) == 2 * 4
