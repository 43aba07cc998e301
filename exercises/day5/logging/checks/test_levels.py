from grader.checks.json_log import level_of, request_line, request_lines
from grader.checks.tickets import BOOM, TICKETS, made, where
from grader.checks.values import Miss


def requests(api, fake):
    """(a path that answers 200, one that answers 404)"""
    return where(made(api, fake)), f"{TICKETS}/{fake.word()}"


def level(api, logs, path):
    mark = logs.mark()
    api.get(path)
    return level_of(request_line(logs, mark, path))


def silent(logs, mark, path, setting):
    """Raises Miss where a request has left a line."""
    if request_lines(logs, mark, path):
        raise Miss(f"no line about {path} with LOG_LEVEL={setting}", "a line")


def test_levels(api, fake, logs):
    """A request that ends in 5xx is logged at error, in 4xx at warning, and else at info."""
    good, bad = requests(api, fake)
    assert level(api, logs, BOOM) == "error"
    assert level(api, logs, bad) == "warning"
    assert level(api, logs, good) == "info"


def test_error_alone(api, fake, app, logs):
    """With LOG_LEVEL=error, in any case, only what ended in 5xx leaves a line."""
    good, bad = requests(api, fake)
    setting = fake.choice(["error", "ERROR", "Error"])
    app.restart({"LOG_LEVEL": setting})
    mark = logs.mark()
    for path in (good, bad, BOOM):
        api.get(path)
    assert level_of(request_line(logs, mark, BOOM)) == "error"  # by then the others would have been there
    silent(logs, mark, good, setting)
    silent(logs, mark, bad, setting)


def test_warning(api, fake, app, logs):
    """With LOG_LEVEL=warning, which may be written warn and in capitals, 4xx leaves a line and 2xx none."""
    good, bad = requests(api, fake)
    setting = fake.choice(["warn", "WARN", "WARNING"])
    app.restart({"LOG_LEVEL": setting})
    mark = logs.mark()
    api.get(good)
    api.get(bad)
    assert level_of(request_line(logs, mark, bad)) == "warning"
    silent(logs, mark, good, setting)
