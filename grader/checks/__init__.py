"""What the author of a check touches.

A check is a plain pytest function in `exercises/<day>/<exercise>/checks/test_<goal>.py`; the docstring's first
paragraph is what the learner reads. Its arguments are fixtures:

    api     the app over HTTP: `api.get("/users", params=…, headers=…)`, `api.post("/users", json=…)`, `api.put`,
            `api.patch`, `api.delete`, `api.head`, `api.options`, `api.request("PURGE", "/users", data=b"…")`.
            A reply has `status_code`, `headers`, `media_type`, `json()`, `text`, `content`.
    fake    data drawn from the run's seed: `fake.user()`, `fake.product()`, `fake.integer(1, 9)`, …
    app     the app as a process: `app.fresh`, `app.restart()`, `app.kill()`, `app.stop()`, `app.second()`
            `app.listening()`, `app.env["ADMIN_EMAIL"]`, `app.all_files()`; started in another way:
            `app.start({"DEBUG": "false", "SECRET_KEY": None}, {".env": "A=1"})`, `app.start(production=True)`,
            and one that must end by itself: `app.must_end({"PORT": "abc"}).stderr`
    database  what the app was given in DATABASE_URL: `database.kind`, `database.is_server`, `database.another()`,
            `database.stop()`, `database.start()`, `database.tables()`, `database.statements()`
    crowd   many clients at once: `crowd.send([("GET", "/visits", {})] * 20)`, `crowd.run(20, lambda api, number: …)`
    people  accounts of the app, each with an api that is logged in: `people.someone().api.get("/me")`, `people.fresh()`
    project the learner's files: `project.text("answers.toml")`, `project.declared()`, `project.routes()`,
            `project.ignored(".env")`, `project.paths()`
    git     the repository that holds the project: `git.commits`, `git.tracked`, `git.changed`, `git.secrets`
    browser a real browser with the app's page: `browser.open("/")`, `browser.role("button", "Add").click()`
    logs    what the app printed: `mark = logs.mark()`, `logs.since(mark)`, `logs.since(mark, "stdout")`
    mailbox  a real mail server beside the app: `mailbox.wait(1)`, `mailbox.none_for(1)`, `mailbox.stop()`
    online  like `api`, where the app is deployed: `online.https`, `online.first()`, `online.timed("GET", "/todos")`
    measures  figures for the report: `measures.value("rate", 512, "requests/s")`, `measures.series("GET", seconds)`
    suite   the learner's own tests, run against servers of ours
    queries the learner's twelve queries, run over a shop of ours: `queries.right("03")`, `queries.rows("03")`

Write `assert what_came == what_was_expected`, in that order: the plug-in turns a failed comparison into the
learner's words. `assert condition, "words for the learner"` where a comparison can't say it. Raise `DoesNotApply` where
a goal is about something that this project has chosen otherwise: it then counts neither for nor against.
"""

from grader.checks.matchers import ANY, ERROR, containing, number, one_of, text
from grader.server.answers import DoesNotApply

__all__ = ["ANY", "ERROR", "DoesNotApply", "containing", "number", "one_of", "text"]
