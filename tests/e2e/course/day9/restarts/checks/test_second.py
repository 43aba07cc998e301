def test_second(api, app):
    """A second instance sees the first one's file, and has a memory of its own."""
    api.put("/file", json="shared")
    api.put("/memory", json="mine")
    other = app.second()
    assert other.get("/file").json() == "shared"
    assert other.get("/memory").json() is None
    assert api.get("/memory").json() == "mine"
