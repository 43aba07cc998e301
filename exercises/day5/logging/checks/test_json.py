from datetime import UTC, datetime, timedelta

from grader.checks import containing, text
from grader.checks.json_log import request_line
from grader.checks.matchers import Matcher
from grader.checks.tickets import BOOM, TICKETS, made, ticket, where
from grader.checks.values import Miss, say

ID = "X-Request-ID"


def is_now(value):
    """Whether it is the present time in ISO 8601, with its offset."""
    try:
        moment = datetime.fromisoformat(value)
        return abs(moment - datetime.now(UTC)) < timedelta(minutes=5)
    except (ValueError, TypeError):  # TypeError: no text, or a time without an offset
        return False


NOW = Matcher("the present time in ISO 8601 with its time zone, like 2026-01-31T14:03:07Z", is_now)
DURATION = Matcher("a number of milliseconds", lambda value: type(value) in (int, float) and 0 <= value < 60_000)


def logged(logs, reply, mark, method, path):
    """Raises Miss unless there is one line about the request, with all that belongs in it."""
    line = request_line(logs, mark, path)
    wanted = containing(
        timestamp=NOW, level=text(), message=text(), method=method, path=path, status=int(reply.status_code),
        duration_ms=DURATION, request_id=text(),
    )  # fmt: skip
    if line != wanted:
        wrong = next(key for key, value in wanted.parts.items() if key not in line or line[key] != value)
        raise Miss(f'"{wrong}" in the line of {method} {path}: {say(wanted.parts[wrong])}', say(line.get(wrong)))
    if reply.headers.get(ID, line["request_id"]) != line["request_id"]:
        raise Miss(f"the request_id that the answer has in {ID}: {reply.headers[ID]}", say(line["request_id"]))


def test_requests(api, fake, logs):
    """Each request writes one line of JSON to standard output with all eight keys, and the status of its answer."""
    one = made(api, fake)
    for method, how in [("GET", {}), ("PATCH", {"json": {"priority": 2}}), ("PATCH", {"json": {"priority": 7}})]:
        mark = logs.mark()
        logged(logs, api.request(method, where(one), **how), mark, method, where(one))
    mark = logs.mark()
    logged(logs, api.post(TICKETS, json=ticket(fake)), mark, "POST", TICKETS)


def test_errors(api, fake, logs):
    """So does a request that no view has seen, and /boom."""
    nowhere = f"/{fake.word()}/{fake.word()}"
    for path in (nowhere, BOOM):
        mark = logs.mark()
        logged(logs, api.get(path), mark, "GET", path)


def test_request_id(api, fake, logs):
    """An X-Request-ID that the client sent is the request_id in the line."""
    mark, sent, path = logs.mark(), f"{fake.word()}-{fake.integer(1, 999)}", f"/{fake.word()}"
    api.get(path, headers={ID: sent})
    assert request_line(logs, mark, path)["request_id"] == sent
