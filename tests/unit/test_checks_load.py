"""The load of day 7: what is counted, what is a fault, and that being slow is none."""

import random
import threading
from types import SimpleNamespace

import pytest

from grader.checks import load as loading
from grader.checks.crowd import Crowd
from grader.checks.load import load, whole
from grader.checks.measures import Measures
from grader.checks.reply import Reply
from grader.checks.values import Miss
from grader.server.answers import Unavailable


def crowd():
    """Clients that have a connection of their own in name only."""
    return Crowd(lambda record: SimpleNamespace(session=SimpleNamespace(close=lambda: None)), [])


def answering(status=200, seen=None):
    lock = threading.Lock()

    def work(api, number, rng):
        with lock:
            if seen is not None:
                seen.append((number, rng.random()))
        return Reply(status, {}, b"")

    return work


def test_all_are_sent_and_measured():
    """So many requests from so many clients, and the figures are taken down."""
    kept, seen = [], []
    assert load(crowd(), Measures(kept), answering(seen=seen), requests=200, clients=8) == 200
    assert len(seen) == 200
    found = {measure.name: measure for measure in kept}
    assert set(found) == {"requests", "throughput", "latency"}
    assert found["requests"].value == 200
    assert found["throughput"].value > 0


def test_each_client_draws_for_itself():
    """The first number that a client draws is the same in each run."""
    seen = []
    load(crowd(), Measures([]), answering(seen=seen), requests=100, clients=4)
    for number, drawn in {number: drawn for number, drawn in reversed(seen)}.items():
        assert drawn == random.Random(number).random()


def test_a_5xx_is_a_miss():
    """And the others need not go on."""
    seen = []
    with pytest.raises(Miss, match="503"):
        load(crowd(), Measures([]), answering(503, seen), requests=2000, clients=4)
    assert len(seen) < 2000


def test_no_answer_is_a_miss():
    """What a client raises comes through."""

    def work(api, number, rng):
        raise Miss("an answer to GET /todos", "none within 15 s")

    with pytest.raises(Miss, match="none within 15 s"):
        load(crowd(), Measures([]), work, requests=50, clients=4)


def test_who_is_slow_fails_nothing(monkeypatch):
    """When the time is up, those count that were sent."""
    monkeypatch.setattr(loading, "SECONDS", 0.2)
    kept = []

    def work(api, number, rng):
        threading.Event().wait(0.05)
        return Reply(200, {}, b"")

    count = load(crowd(), Measures(kept), work, requests=2000, clients=4)
    assert 4 <= count < 2000
    assert kept[0].value == count


def test_clients_are_patient():
    """An answer may take longer than usual while nineteen others wait for theirs."""
    found = []

    def work(api, number, rng):
        found.append(api.patience.seconds)
        return Reply(200, {}, b"")

    load(crowd(), Measures([]), work, requests=4, clients=2)
    assert set(found) == {loading.PATIENCE}


def test_a_few_are_not_all():
    """Who was too slow for all of them, the app or the machine, has neither passed nor failed."""
    whole(2000)
    with pytest.raises(Unavailable, match=r"needs 2,000 requests, and there was time for 462 within 65 s: try again"):
        whole(462)
