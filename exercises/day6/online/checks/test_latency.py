import statistics

from grader.checks.values import Miss

REQUESTS = 20
SLOWEST = 5.0  # seconds


def test_is_quick_enough(online, measures):
    """After a first request that may take 90 s, the slowest of 20 requests takes less than 5 s."""
    online.first()
    taken = []
    for _ in range(REQUESTS):
        reply, seconds = online.timed("GET", "/todos")
        assert reply.status_code == 200
        taken.append(seconds)
    measures.series("GET /todos", taken)
    measures.value("median", statistics.median(taken), "s")
    measures.value("slowest", max(taken), "s")
    if max(taken) >= SLOWEST:
        raise Miss(f"the slowest of {REQUESTS} requests in less than {SLOWEST:g} s", f"{max(taken):.1f} s")
