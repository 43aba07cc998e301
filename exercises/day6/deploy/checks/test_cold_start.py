import time

from grader.checks.values import Miss

SECONDS = 10.0
TRIES = 2  # whoever is in time once is quick enough: the machine may have been busy
WORK = 2_000_000  # additions; they take a machine of today a tenth of a second
USUAL = 0.1
MOST = 3.0


def slowness():
    """How many times slower this machine is just now than a usual one, within reason."""
    began = time.monotonic()
    total = 0
    for number in range(WORK):
        total += number
    return min(MOST, max(1.0, (time.monotonic() - began) / USUAL))


def started(app, api, allowed):
    """Seconds from the start of the production command until GET /health is 200; more than allowed if it isn't."""
    app.kill()
    began = time.monotonic()
    app.start(production=True)
    while api.get("/health").status_code != 200 and time.monotonic() - began <= allowed:
        time.sleep(0.1)
    return time.monotonic() - began


def test_answers_in_time(app, api):
    """GET /health answers 200 within 10 s of the start of the production command."""
    took = []
    for _ in range(TRIES):
        allowed = SECONDS * slowness()
        took.append(started(app, api, allowed))
        if took[-1] <= allowed:
            return
    raise Miss(f"GET /health to answer 200 within {SECONDS:g} s of the start", f"none for {min(took):.0f} s")
