from grader.checks.values import Miss


def test_ends(api, app):
    """Exit code and both streams of an app that ends by itself; one that answers is none."""
    ending = app.must_end({"FAIL": "a reason"})
    assert ending.code == 3
    assert ending.stderr == "a reason\n"
    assert ending.stdout == "starting\n"
    try:
        app.must_end({"GIVEN": "other"}, seconds=2)
    except Miss as miss:
        assert "goes on running" in miss.got
    else:
        raise AssertionError("an app that answers did not end by itself")


def test_is_back(api):
    """The next check finds the app answering."""
    assert api.get("/env/GIVEN").json() == "given"
