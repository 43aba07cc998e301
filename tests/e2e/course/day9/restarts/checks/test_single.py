import time

from grader.checks.api import Api


def beats(api: Api) -> bool:
    before = api.get("/beat").json()
    time.sleep(0.3)
    return api.get("/beat").json() != before


def test_starts_two(api, app):
    """Two more instances beat, on files that all of them share."""
    for _ in range(2):
        assert app.second({"BEATS": "yes"}).get("/health").status_code == 200
    assert beats(api), "a second instance that is still there within its check"


def test_finds_none(api):
    """In the next check nothing beats any more."""
    assert not beats(api), "no instance of another check's"
