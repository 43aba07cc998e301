from grader.checks.json_log import awaited, has_trace, json_lines
from grader.checks.tickets import BOOM
from grader.checks.values import Miss

ID = "X-Request-ID"


def traces(logs, mark, request_id):
    """The lines of JSON with this id that have a trace in them."""
    return [line for line in json_lines(logs.since(mark)) if line.get("request_id") == request_id and has_trace(line)]


def test_trace(api, logs):
    """The trace of /boom is in the log, in a line of JSON with the request id of the answer."""
    for _ in range(2):
        mark = logs.mark()
        reply = api.get(BOOM)
        assert reply.status_code == 500
        request_id = reply.headers.get(ID, "")
        assert request_id, f"an {ID} on the answer, under which the trace can be found"
        if not awaited(lambda mark=mark, found=request_id: traces(logs, mark, found)):
            raise Miss(f'a line of JSON with a stack trace in it and "request_id": "{request_id}"', "none")


def test_sent_along(api, fake, logs):
    """With an X-Request-ID of the client's own, it is under that one."""
    mark, sent = logs.mark(), f"{fake.word()}.{fake.integer(100, 999)}"
    api.get(BOOM, headers={ID: sent})
    assert awaited(lambda: traces(logs, mark, sent)), "no line of JSON with the trace has the id that was sent"
