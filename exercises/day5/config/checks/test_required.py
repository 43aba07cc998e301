from grader.checks.tickets import NO_FILE
from grader.checks.values import Miss, shortened


def test_production(app):
    """APP_ENV=production without SECRET_KEY: it ends within 5 s, not with 0, and standard error names SECRET_KEY."""
    ending = app.must_end({"APP_ENV": "production", "SECRET_KEY": None}, NO_FILE, seconds=5)
    if ending.code == 0:
        raise Miss("an exit code that is not 0", "the exit code 0")
    if "SECRET_KEY" not in ending.stderr:
        said = ending.stderr.strip() or ("that on standard output" if "SECRET_KEY" in ending.stdout else "nothing")
        raise Miss("a message on standard error that names SECRET_KEY", shortened(said))


def test_development(api, app):
    """APP_ENV=development without SECRET_KEY: it starts."""
    app.restart({"APP_ENV": "development", "SECRET_KEY": None}, NO_FILE)
    assert api.get("/health").status_code == 200
