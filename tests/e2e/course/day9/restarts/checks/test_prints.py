import time


def test_prints(api, logs):
    """What the app printed since a mark can be read."""
    mark = logs.mark()
    api.post("/print", json="a line of the app's own")
    deadline = time.monotonic() + 5
    while "a line of the app's own" not in logs.since(mark) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert "a line of the app's own" in logs.since(mark)
