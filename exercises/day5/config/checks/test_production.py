import re

from grader.checks.problems import gives_nothing_away
from grader.checks.tickets import BOOM, NO_FILE
from grader.checks.values import Miss, shortened

PRODUCTION = {"APP_ENV": "production"}
LEFT_ON = PRODUCTION | {"DEBUG": "true"}
SAID = re.compile(
    r"(?i)debugger is active|debugger pin|debugger listening|restarting with|watching for file changes|\[nodemon\]"
)


def shows_nothing(api, fake):
    """Raises Miss where an answer shows a trace, or a debugger answers."""
    reply = api.get(BOOM)
    assert reply.status_code == 500
    for answer in (reply, api.get(f"/{fake.word()}")):
        gives_nothing_away(answer)
        assert "DEBUG = True" not in answer.text, "Django's page for developers is not for production"
    script = api.get("/?__debugger__=yes&cmd=resource&f=debugger.js")
    assert "javascript" not in script.media_type, "a debugger answers in production: it runs whatever anybody types"
    console = api.get("/console")
    assert "Interactive Console" not in console.text, "a debugger answers in production: it runs whatever anybody types"


def test_production(api, app, fake):
    """With APP_ENV=production no answer shows a stack trace or a debugger."""
    app.restart(PRODUCTION | {"DEBUG": None}, NO_FILE)
    shows_nothing(api, fake)


def test_debug_left_on(api, app, fake, logs):
    """With DEBUG=true left on as well, it is off all the same, with no reloader, or the app ends and names DEBUG."""
    mark = logs.mark()
    try:
        app.restart(LEFT_ON, NO_FILE)
    except Miss:
        ending = app.must_end(LEFT_ON, NO_FILE)
        assert "DEBUG" in ending.stdout + ending.stderr, "who ends because of DEBUG=true says so"
        return
    shows_nothing(api, fake)
    if found := SAID.search(logs.since(mark)):
        raise Miss("no debugger and no reloader in production", f"a line of one: {shortened(found[0])}")
