"""Hand-made reports: a day half done, all green, never started, the machine's fault, and one made by an enemy."""

from __future__ import annotations

import json
from dataclasses import replace

from grader.outcomes import CheckResult, Exchange, ExerciseResult, GoalResult, Report, Request, Response

AT = "http://127.0.0.1:8080"
HINTS = (
    "Look at what `price` is before you reckon with it.",
    "Which types may it have?",
    "if not isinstance(price, …)",
)


def exchange(
    method: str, path: str, status: int, body: str = "", sent: str = "", kind: str = "application/json"
) -> Exchange:
    """A request and its answer."""
    extra = f" -H 'Content-Type: application/json' -d '{sent}'" if sent else ""
    return Exchange(
        Request(method, path, {"Content-Type": "application/json"} if sent else {}, sent),
        f"curl -i -X {method} {AT}{path}{extra}",
        Response(status, {"Content-Type": kind}, body, len(body)),
    )


def passed(identifier: str, title: str, *exchanges: Exchange, bonus: bool = False) -> GoalResult:
    """A goal that passed."""
    check = CheckResult(identifier.rpartition(".")[2], "passed", f"{title}.", duration_s=0.004, exchanges=exchanges)
    return GoalResult(identifier, title, "passed", bonus=bonus, checks=(check,))


def failed(identifier: str, title: str, check: CheckResult, summary: str = "", bonus: bool = False) -> GoalResult:
    """A goal that one check failed."""
    summary = summary or check.message
    docs = f"https://docs.example/{identifier.partition('/')[2].replace('.', '#')}"
    return GoalResult(
        identifier, title, "failed", summary=summary, bonus=bonus, hints=HINTS, checks=(check,), docs=docs
    )


def unwritten(identifier: str, title: str, path: str) -> GoalResult:
    """A goal whose address answers 501 as the starter does."""
    sent = exchange("GET", path, 501, '{"error": "not implemented"}')
    said = "expected 200 OK, got 501 Not Implemented"
    check = CheckResult("answers", "failed", title, said, "200 OK", "501 Not Implemented", 0.002, (sent,))
    return failed(identifier, title, check)


LAMP = '{"name":"Lamp","price":"9.50","category":"home","description":"A lamp with a shade, for a desk or a shelf"}'
VALIDATE = CheckResult(
    "bad_price",
    "failed",
    "POST /products with a price that is no number is refused with 422 and says which field is wrong.",
    "expected 422 Unprocessable Content, got 500 Internal Server Error",
    "422 Unprocessable Content, with price in fields",
    "500 Internal Server Error, text/html, 265 bytes",
    0.011,
    (
        exchange(
            "POST", "/products", 500, "<!doctype html>\n<title>500</title>".ljust(265), LAMP, "text/html; charset=utf-8"
        ),
    ),
    'Traceback (most recent call last):\n  File "products.py", line 31, in create_product\n'
    "    gross = price * 1.2\nTypeError: can't multiply sequence by non-int of type 'float'",
    "products.py:31 in create_product: gross = price * 1.2\n"
    "TypeError: can't multiply sequence by non-int of type 'float'",
)
UPDATE = CheckResult(
    "keeps_others",
    "failed",
    "PATCH /products/{id} changes the named fields alone.",
    'at `name`: expected the text "Lamp", got null',
    '{"id": 1, "name": "Lamp", "price": 10}',
    '{"id": 1, "name": null, "price": 10}',
    0.003,
    (exchange("PATCH", "/products/1", 200, '{"id": 1, "name": null, "price": 10}', '{"price":10}'),),
)


def mixed() -> Report:
    """Day 2, some of everything."""
    r = "day2/resources"
    listing = exchange("GET", "/users", 200, '[{"id": 1, "name": "Ada"}]')
    methods = [
        passed(f"day2/methods.{name}", f"{name.upper()} /users works", listing) for name in ("list", "create", "delete")
    ]
    resources = [
        passed(f"{r}.create", "a product can be made", exchange("POST", "/products", 201, '{"id": 1}')),
        failed(f"{r}.validate", "a product with a bad price is refused", VALIDATE),
        failed(f"{r}.update", "PATCH changes the named fields alone", UPDATE),
        GoalResult(f"{r}.delete", "a product can be removed", "not-run", "needs", "day2/resources.update"),
        GoalResult(
            f"{r}.store", "products outlive a restart", "not-run", "unavailable", "the address can't be restarted",
            "Grade the project instead: grade day2 --project DIR",
        ),
        passed(f"{r}.search", "products can be searched", bonus=True),
    ]  # fmt: skip
    tests = [
        unwritten(f"day2/api-tests.{name}", f"the tests notice a wrong {name}", f"/{name}")
        for name in ("status", "body")
    ]
    data = [passed("day2/json.parse", "JSON is read"), passed("day2/json.errors", "broken JSON is refused")]
    return Report(
        "day2", "Working with APIs", "flask", "docker", "none", 4183, "2026-01-01T09:30:00Z", 2.134,
        exercises=(
            ExerciseResult("day2/methods", "HTTP methods", 1, tuple(methods)),
            ExerciseResult("day2/resources", "Resources", 2, tuple(resources)),
            ExerciseResult("day2/api-tests", "Testing an API", 2, tuple(tests)),
            ExerciseResult("day2/json", "JSON in and out", 1, tuple(data)),
        ),
        notices=("Your app listens on 127.0.0.1:5000 alone; write host='0.0.0.0' and take the port from $PORT.",),
        facts={"dependencies": "cached", "server answered after": "0.6 s"},
    )  # fmt: skip


def green() -> Report:
    """The same day, all of it."""
    goals = lambda e: tuple(passed(g.id, g.title, bonus=g.bonus) for g in e.goals)  # noqa: E731
    report = mixed()
    return replace(report, notices=(), exercises=tuple(replace(e, goals=goals(e)) for e in report.exercises))


def fresh() -> Report:
    """What a learner sees on the first run."""
    goals = tuple(
        unwritten(f"day2/methods.{name}", f"{name} works", f"/{name}") for name in ("list", "create", "delete")
    )
    return replace(mixed(), notices=(), facts={}, exercises=(ExerciseResult("day2/methods", "HTTP methods", 1, goals),))


def incomplete() -> Report:
    """Passed, but something could not be looked at."""
    report = green()
    first, second, *others = report.exercises
    gone = [g for g in mixed().exercises[1].goals if g.reason == "unavailable"]
    goals = tuple(g for g in second.goals if not g.id.endswith("store"))
    return replace(report, runner="url", exercises=(first, replace(second, goals=(*goals, *gone)), *others))


def one_exercise() -> Report:
    """`grade day2 methods`: the others were not asked for."""
    report = green()
    first, *others = report.exercises
    out = [replace(e, goals=tuple(GoalResult(g.id, g.title, "not-run", "excluded") for g in e.goals)) for e in others]
    return replace(report, exercises=(first, *out))


def not_startable() -> Report:
    """The app stopped by itself."""
    return replace(
        mixed(), status="not-startable", fault="learner", exercises=(), notices=(), facts={},
        problem="The app stopped by itself with exit code 1 after 0.4 s: "
        "ModuleNotFoundError: No module named 'flask_cors'",
        remedy="Add flask_cors to requirements.txt, then grade again.",
        log="Traceback (most recent call last):\n  File \"app.py\", line 2, in <module>\n    import flask_cors\n"
        "ModuleNotFoundError: No module named 'flask_cors'\n::error::not a command\n",
    )  # fmt: skip


def environment_error() -> Report:
    """The grading machine is at fault."""
    return replace(
        mixed(), status="environment-error", fault="machine", exercises=(), notices=(), facts={},
        problem="The container engine stopped answering while the app was being started.",
        remedy="Start it again and repeat the run; grade doctor says more.".replace("; grade doctor says more", ""),
    )  # fmt: skip


ENEMY = (
    "\x1b[2J\x1b]52;c;ZXZpbA==\x07\x00\x9b31m\u202egnp\u202c\ud800\ufffe]]><script>alert(1)</script>"
    "<img src=x onerror=alert(1)><a href=javascript:x>x</a></pre></details><iframe src=//e>\" onmouseover=\"x\n"
    "::error::pwned\r::set-output name=a::b\r\n  ::add-mask::x\u2028::stop-commands::y\n##[error]old\n```\n````\n"
    "# heading [link](http://evil.example) ![i](http://evil.example/i.png) @everyone www.evil.example | cell\n"
    "=HYPERLINK(\"http://evil.example\")\n[bold red]markup[/] {{ 7*7 }} {% raw %} &amp; <!-- -->"
)  # fmt: skip


def hostile() -> Report:
    """Every text that an app can choose is an attack."""
    bad = Exchange(
        Request("POST", "/" + ENEMY, {ENEMY: ENEMY}, ENEMY), "curl " + ENEMY,
        Response(599, {"Content-Type": ENEMY, ENEMY: ENEMY}, ENEMY, 10), ENEMY,
    )  # fmt: skip
    check = CheckResult("x", "failed", ENEMY, ENEMY, ENEMY, ENEMY, float("nan"), (bad,), ENEMY, ENEMY)
    bare = CheckResult("y", "failed", "", ENEMY, log=ENEMY)
    goals = (
        GoalResult("day2/resources.validate", "bad", "failed", "", ENEMY, ENEMY, False, ("a hint",), (check,)),
        GoalResult("day2/resources.update", "bad too", "failed", "", ENEMY, "", False, (), (bare,)),
        GoalResult("day2/resources.list", "fine", "passed", checks=(replace(check, outcome="passed"),)),
        GoalResult("day2/resources.delete", "waits", "not-run", "needs", ENEMY),
        GoalResult("day2/resources.store", "gone", "not-run", "unavailable", ENEMY, ENEMY),
    )
    exercise = ExerciseResult("day2/resources", "Resources", 2, goals)
    return replace(mixed(), exercises=(exercise,), notices=(ENEMY,), facts={ENEMY: ENEMY}, duration_s=float("inf"))


def hostile_start() -> Report:
    """An app that attacks by not starting."""
    return replace(hostile(), status="not-startable", exercises=(), problem=ENEMY, remedy=ENEMY, log=ENEMY * 500)


def as_json(text: str) -> object:
    """JSON as strict as other languages read it."""

    def refuse(name: str) -> object:
        raise ValueError(name)

    return json.loads(text, parse_constant=refuse)


ALL = [mixed, green, fresh, incomplete, one_exercise, not_startable, environment_error, hostile, hostile_start]
