import time


def test_streams(api, logs):
    """Each line is on the stream that it was printed to."""
    mark = logs.mark()
    api.post("/print", json="to the one")
    api.post("/warn", json="to the other")
    deadline = time.monotonic() + 5
    while "to the other" not in logs.since(mark) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert logs.since(mark, "stdout") == "to the one\n"
    assert logs.since(mark, "stderr") == "to the other\n"
