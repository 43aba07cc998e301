def test_laid(api, app):
    """A file is laid, another one is taken away, and a variable is; the next start has all as it was."""
    assert api.get("/read/laid.txt").json() is None
    app.restart({"GIVEN": None}, {"laid.txt": "é\n", "sub/other.txt": "x", "here.txt": None})
    assert api.get("/read/laid.txt").json() == "é\n"
    assert api.get("/read/sub/other.txt").json() == "x"
    assert api.get("/read/here.txt").json() is None
    assert api.get("/env/GIVEN").json() is None


def test_as_before(api, app):
    """The check after it finds nothing of that."""
    assert api.get("/read/laid.txt").json() is None
    assert api.get("/read/here.txt").json() == "here\n"
    assert api.get("/env/GIVEN").json() == "given"
    assert app.env["UPLOAD_DIR"] == "/data/uploads"
