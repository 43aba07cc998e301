from grader.checks.tickets import NO_FILE
from grader.checks.values import Miss, say, shortened


def test_no_number(app, fake):
    """MAX_PAGE_SIZE=abc, or a number with a letter behind it, stops it, and it names MAX_PAGE_SIZE."""
    for value in (fake.word(), f"{fake.integer(20, 90)}x"):
        ending = app.must_end({"MAX_PAGE_SIZE": value})
        said = ending.stdout + ending.stderr
        if "MAX_PAGE_SIZE" not in said:
            raise Miss("a message that names MAX_PAGE_SIZE", shortened(said.strip()) or "nothing printed")


def test_yes_or_no(api, app, fake):
    """DEBUG=false means false, and DEBUG=true means true in development, as do 1, on and yes, whatever the case."""
    for value, means in (("false", False), (fake.choice(["true", "1", "on", "yes", "TRUE"]), True)):
        app.restart({"DEBUG": value, "APP_ENV": "development"}, NO_FILE)
        shown = api.get("/config").json()["DEBUG"]
        if shown is not means:
            raise Miss(f"DEBUG in /config to be {say(means)} after a start with DEBUG={value}", say(shown))
