"""The learner's tests are there, do something, and don't blame a server that is right."""

NAMES = (
    "tests/test_*.py, tests/*.test.js (or .mjs, .cjs), tests/*.sh or *.postman_collection.json (with at least one test"
    " script)"
)


def test_found(suite):
    """Tests of yours are found."""
    assert suite.found, f"no tests were found: they are looked for under {NAMES}"


def test_requests(suite):
    """At least five requests reach the server, /health not counted."""
    assert suite.found, "no tests were found, so no request was made"
    for run in suite.right:
        assert run.requests >= 5, (
            f"{run.requests} of the five requests to something other than /health reached the server: do your tests "
            f"use BASE_URL for every request, and is none of them skipped?{said(run)}"
        )


def test_passes(suite):
    """Your tests pass on a server that keeps the contract, each of three times."""
    assert suite.found, "no tests were found, so none has passed"
    for number, run in enumerate(suite.right, start=1):
        assert not run.timed_out, (
            f"run {number} on a right server was not over in time: give every request a time limit, and don't wait "
            f"for anything that may never come{said(run)}"
        )
        assert run.passed, (
            f"run {number} on a right server failed: something is expected that the contract does not promise, or "
            f"that depends on an earlier run{said(run)}"
        )


def said(run):
    """The end of what the tests printed, as a part of a message."""
    return f"\nYour tests printed:\n{run.output.rstrip()}" if run.output.strip() else "\nYour tests printed nothing."
