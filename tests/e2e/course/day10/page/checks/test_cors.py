"""Other origins."""


def test_cors(browser, app, api):
    """A page of an origin in CORS_ORIGINS gets answers, one of another origin does not."""
    browser.open("/")
    allowed, other = browser.other_origin(), browser.other_origin()
    assert allowed.origin != other.origin
    app.restart({"CORS_ORIGINS": allowed.origin})
    got = allowed.fetch("POST", "/todos", json={"title": "far"})
    assert got["ok"] and got["status"] == 201 and got["json"]["title"] == "far"
    assert "error" in other.fetch("GET", "/todos")
    assert api.get("/todos").json()[0]["title"] == "far"
    assert app.listening()[0] == [("0.0.0.0", app.listening()[1])]
