import re

from grader.checks.problems import gives_nothing_away, problem
from grader.checks.tickets import BOOM, goes_on
from grader.checks.values import Miss
from grader.server.answers import Unavailable

# What an exception said, as it stands at the end of a trace; in a line of JSON the text ends at a quote or an escape.
SAID = re.compile(r"\b\w*(?:Error|Exception): ([^\"\\\n]{8,200})")
SCAFFOLDED = "on purpose"  # in the text of each track's own /boom


def test_boom(api):
    """GET /boom is 500 as problem details."""
    problem(api.get(BOOM), 500)


def test_gives_nothing_away(api):
    """Nothing in the answer to /boom shows a stack trace, a file or a line."""
    for headers in ({}, {"Accept": "text/html"}, {"Accept": "application/json"}):
        reply = api.get(BOOM, headers=headers)
        problem(reply, 500)
        gives_nothing_away(reply)


def test_text_of_the_exception(api, logs):
    """What the exception says is for the log: nothing of it is in the answer."""
    mark = logs.mark()
    reply = api.get(BOOM)
    problem(reply, 500)
    try:
        said = set(SAID.findall(logs.since(mark)))
    except Unavailable:  # with --url nobody can look into the log
        said = set()
    for words in sorted({*said, SCAFFOLDED}):
        if words.strip() in reply.text:
            raise Miss("an answer that gives nothing away", f"one with the text of the exception: {words.strip()}")


def test_goes_on(api, fake):
    """After some of them, the app works as before."""
    for _ in range(5):
        assert api.get(BOOM).status_code == 500
    goes_on(api, fake)
