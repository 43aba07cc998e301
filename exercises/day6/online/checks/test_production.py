from grader.checks.elsewhere import discreet, is_listing
from grader.checks.values import Miss

BROKEN = {"Content-Type": "application/json"}
FOLDERS = ("/assets/", "/static/", "/public/", "/.git/", "/uploads/")
FILES = (
    "/.env",
    "/.git/config",
    "/.git/HEAD",
    "/app.sqlite3",
    "/db.sqlite3",
    "/app.py",
    "/manage.py",
    "/server.js",
    "/package.json",
    "/requirements.txt",
    "/Procfile",
    "/grade.toml",
)


def asked(online, fake):
    """Answers to requests that are as they should be, and to odd ones; none of them changes anything."""
    word = fake.word()
    yield "GET /", online.get("/")
    yield "GET /health", online.get("/health")
    yield "GET /todos", online.get("/todos")
    yield f"GET /{word}", online.get(f"/{word}")
    yield f"GET /todos/{word}", online.get(f"/todos/{word}")
    yield "POST /todos with a body that is no JSON", online.post("/todos", data="{", headers=BROKEN)
    yield "POST /todos with an empty list", online.post("/todos", data="[]", headers=BROKEN)
    yield "GET /todos?%00=%ff", online.get("/todos?%00=%ff")


def test_shows_no_insides(online, fake):
    """Neither a debugger nor a stack trace is in any answer, whatever is asked."""
    for what, reply in asked(online, fake):
        discreet(reply, what)


def test_runs_no_debugger(online, fake):
    """No debugger of a framework answers: not at /console, and not with the parameters that it listens to."""
    for path in ("/console", "/?__debugger__=yes&cmd=resource&f=style.css"):
        reply = online.get(path)
        discreet(reply, f"GET {path}")
        said = reply.text[:20_000].lower()
        console = "interactive console" in said and "evalex" in said
        if console or (reply.status_code == 200 and path.endswith(".css") and reply.media_type == "text/css"):
            raise Miss(f"no debugger at {path}", reply.brief())


def test_lists_no_folder(online):
    """No folder is listed, and no file of the project is handed out that is not meant to be seen."""
    for path in FOLDERS:
        if is_listing(online.get(path)):
            raise Miss(f"no listing of {path}", "a list of its files")
    for path in FILES:
        reply = online.get(path)
        if reply.status_code == 200 and reply.content and reply.media_type != "text/html":
            raise Miss(f"404 for {path}", reply.brief())


def test_sends_nosniff(online, fake):
    """Every answer has X-Content-Type-Options: nosniff."""
    for what, reply in asked(online, fake):
        said = reply.headers.get("X-Content-Type-Options", "none")
        if said.lower() != "nosniff":
            raise Miss(f"X-Content-Type-Options: nosniff in the answer to {what}", said)


def test_does_not_boast(online, fake):
    """No answer has X-Powered-By."""
    for what, reply in asked(online, fake):
        said = reply.headers.get("X-Powered-By")
        if said is not None:
            raise Miss(f"no X-Powered-By in the answer to {what}", said)
