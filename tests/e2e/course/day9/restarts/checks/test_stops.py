def test_stops(api, app):
    """SIGTERM ends the app with the exit code that it chose."""
    assert app.stop() == 7
    app.start()
    assert api.get("/health").status_code == 200
