def test_forgets(api, app):
    """A value in memory is gone after a restart."""
    assert api.put("/memory", json=1).status_code == 200
    assert api.get("/memory").json() == 1
    app.restart()
    assert api.get("/memory").json() is None
