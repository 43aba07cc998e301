def test_survives(api, app):
    """A value written to the data folder is there after a kill."""
    assert api.put("/file", json="kept").status_code == 200
    app.kill()
    app.start()
    assert api.get("/file").json() == "kept"
    assert list(app.files()) == ["value.json"]
