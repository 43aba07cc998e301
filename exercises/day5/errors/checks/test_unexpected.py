from grader.checks.problems import gives_nothing_away, problem
from grader.checks.tickets import BOOM, goes_on


def test_boom(api):
    """GET /boom is 500 as problem details."""
    problem(api.get(BOOM), 500)


def test_gives_nothing_away(api):
    """Nothing in the answer to /boom shows a stack trace, a file or a line."""
    for headers in ({}, {"Accept": "text/html"}, {"Accept": "application/json"}):
        reply = api.get(BOOM, headers=headers)
        problem(reply, 500)
        gives_nothing_away(reply)


def test_goes_on(api, fake):
    """After some of them, the app works as before."""
    for _ in range(5):
        assert api.get(BOOM).status_code == 500
    goes_on(api, fake)
