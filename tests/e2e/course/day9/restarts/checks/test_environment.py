def test_environment(api, app):
    """A variable given at a restart is seen, and is gone at the next."""
    app.restart({"COLOUR": "green"})
    assert api.get("/env/COLOUR").json() == "green"
    app.restart()
    assert api.get("/env/COLOUR").json() is None
