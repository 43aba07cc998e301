def test_production(api, app):
    """It is the Procfile's, it is used where it is asked for, and not afterwards."""
    production = app.production()
    assert (production.source, production.command) == ("Procfile", "MODE=production python3 app.py")
    assert api.get("/env/MODE").json() is None
    app.restart(production=True)
    assert api.get("/env/MODE").json() == "production"
    assert api.get("/env/NODE_ENV").json() == "production"
    assert app.second(production=True).get("/env/MODE").json() == "production"


def test_not_afterwards(api):
    """The next check finds the app as it always is."""
    assert api.get("/env/MODE").json() is None
