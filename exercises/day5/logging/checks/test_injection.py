import json
import re
from urllib.parse import quote

from grader.checks.json_log import awaited, json_lines, request_line
from grader.checks.tickets import TICKETS, made, ticket, where
from grader.checks.values import Miss, shortened

BREAKS = ["\n", "\r", "\r\n"]


def forged(fake):
    """A line as an attacker would like to have it in the log."""
    words = f"login of admin from {fake.word()}"
    return fake.choice([words, json.dumps({"level": "info", "message": words})])


def clean(logs, mark, lines):
    """Raises Miss where one of these is a line of its own in what was printed since the mark."""
    for line in re.split(r"[\r\n]", logs.since(mark)):
        if line.strip() in lines:
            raise Miss("no line that somebody outside has written", f"the line {shortened(line.strip())}")


def test_path(api, fake, logs):
    """A line break in a path, LF or CR, makes no second line: there is one line of JSON for the request."""
    for sign in BREAKS:
        mark, word, line = logs.mark(), fake.word(), forged(fake)
        api.get(f"{TICKETS}/{word}{quote(sign + line, safe='')}")

        def about(mark=mark, word=word):
            found = json_lines(logs.since(mark, "stdout"))
            return [one for one in found if word in str(one.get("path")) and "duration_ms" in one]

        if len(awaited(about)) != 1:
            raise Miss(f"one line of JSON about the request of {TICKETS}/{word}…", f"{len(about())}")
        clean(logs, mark, {line})


def test_fields(api, fake, logs):
    """A line break in a field of a body makes none either, whether the body is refused or not."""
    one, lines = made(api, fake), set()
    mark = logs.mark()
    for sign in BREAKS:
        for name in ("title", "reporter_email"):
            lines.add(line := forged(fake))
            api.post(TICKETS, json=ticket(fake, **{name: f"{fake.word()}@{fake.word()}{sign}{line}"}))
            api.patch(where(one), json={name: f"{sign}{line}", "status": f"open{sign}{line}"})
    last = f"/{fake.word()}"
    api.get(last)
    request_line(logs, mark, last)  # what came before it is there as well
    clean(logs, mark, lines)
