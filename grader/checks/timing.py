"""How long two things take, measured so that a busy machine does not matter."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

LOGINS = 10  # of each kind
FEWEST = 4  # of each, where they take very long
SECONDS = 20.0  # after which these must do
FACTOR = 4.0
ALLOWANCE = 0.002  # seconds that two medians may differ by whatever their ratio is


def median_seconds(
    one: Callable[[int], object], other: Callable[[int], object], seconds: float = SECONDS
) -> tuple[float, float]:
    """The median of each. They take turns, so that both meet the same machine."""
    found: tuple[list[float], list[float]] = ([], [])
    ends = time.monotonic() + seconds
    for number in range(LOGINS):
        if number >= FEWEST and time.monotonic() > ends:
            break
        for times, work in zip(found, (one, other), strict=True):
            began = time.monotonic()
            work(number)
            times.append(time.monotonic() - began)
    return statistics.median(found[0]), statistics.median(found[1])


def far_apart(one: float, other: float) -> bool:
    """Whether the longer of two times is more than what chance makes of the shorter one."""
    return max(one, other) > FACTOR * min(one, other) + ALLOWANCE
