"""Many requests from many clients at once: each must be answered, and none with a 5xx. How fast is only reported."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable

from grader.checks.api import Api
from grader.checks.crowd import Crowd
from grader.checks.exchange import Patience
from grader.checks.measures import Measures
from grader.checks.reply import Reply
from grader.checks.values import Miss
from grader.server.answers import Unavailable

SECONDS = 65.0  # for all of it: a check has ninety, and what was made is looked for afterwards
PATIENCE = 15.0  # for one answer, while nineteen others wait for theirs

Work = Callable[[Api, int, random.Random], Reply]


class Counting:
    """How many requests are still to be sent, and how long those took that were answered. All clients share it."""

    def __init__(self, requests: int) -> None:
        self.left = requests
        self.seconds: list[float] = []
        self.ends = time.monotonic() + SECONDS
        self.lock = threading.Lock()

    def next(self) -> bool:
        """Whether there is another request to send, and time for it."""
        with self.lock:
            self.left -= 1
            return self.left >= 0 and time.monotonic() < self.ends

    def took(self, seconds: float) -> None:
        with self.lock:
            self.seconds.append(seconds)

    def give_up(self) -> None:
        """One client has failed: the others need not go on."""
        with self.lock:
            self.left = 0


def load(crowd: Crowd, measures: Measures, work: Work, requests: int = 2000, clients: int = 20) -> int:
    """Calls `work(api, number, rng)`, which sends one request and gives the reply, that many times in all.

    `number` is the client's, `rng` a generator of its own. Gives how many were sent, and so answered: those for which
    there was time. Raises Miss where no answer came, and for a 5xx. `whole` says what it means if it were not all.
    """
    counting = Counting(requests)

    def client(api: Api, number: int) -> None:
        rng = random.Random(number)
        api.patience, api.ends = Patience(PATIENCE), counting.ends + 2 * PATIENCE
        try:
            while counting.next():
                _one(api, number, rng, work, counting)
        except BaseException:
            counting.give_up()
            raise

    began = time.monotonic()
    crowd.run(clients, client)
    report(measures, counting.seconds, time.monotonic() - began)
    return len(counting.seconds)


def whole(sent: int, requests: int = 2000) -> None:
    """Raises Unavailable where they were not all sent: a few show neither that an app bears many nor that it does not.

    It comes last: what a few have shown to be wrong is wrong.
    """
    if sent < requests:
        words = f"needs {requests:,} requests, and there was time for {sent:,} within {SECONDS:g} s"
        raise Unavailable(f"{words}: try again when this machine has nothing else to do")


def _one(api: Api, number: int, rng: random.Random, work: Work, counting: Counting) -> None:
    began = time.monotonic()
    reply = work(api, number, rng)
    counting.took(time.monotonic() - began)
    if reply.status_code >= 500:
        raise Miss("no 5xx, however many ask at the same time", str(reply.status_code))


def report(measures: Measures, seconds: list[float], whole: float) -> None:
    """What a learner reads: how many, how fast, and how long all but one in a hundred had to wait at most."""
    measures.value("requests", len(seconds), "")
    measures.value("throughput", round(len(seconds) / max(whole, 0.001), 1), "requests/s")
    measures.series("latency", seconds)
