"""What every human-readable report says in the same words: which goals are missed, how many passed, what was sent."""

from __future__ import annotations

from http import HTTPStatus

from grader.outcomes import CheckResult, Exchange, ExerciseResult, GoalResult, Report, Response

RUNNERS = {"docker": "in a container", "local": "on this machine", "url": "at its address"}
_NOT_WRITTEN = (404, 501)
# Names that differ between versions of Python's own table.
_PHRASES = {413: "Content Too Large", 414: "URI Too Long", 416: "Range Not Satisfiable", 422: "Unprocessable Content"}


# --- goals ------------------------------------------------------------------------------------------------------------
def state(goal: GoalResult) -> str:
    """`passed`, `failed`, `waiting` for another goal, `unavailable` in this run, `excluded` from it, or `inapplicable`:
    about something that the project does in another way."""
    if goal.outcome != "not-run":
        return goal.outcome
    if goal.reason == "excluded" and goal.checks:
        return "inapplicable"
    return {"needs": "waiting", "unavailable": "unavailable", "excluded": "excluded"}.get(goal.reason, "failed")


def goals_that_are(report: Report, wanted: str) -> list[GoalResult]:
    """The goals in one state, in the day's order."""
    return [goal for goal in report.goals if state(goal) == wanted]


def short(identifier: str) -> str:
    """`day2/methods.create` without its day."""
    return identifier.rpartition("/")[2]


def waits_for(goal: GoalResult) -> str:
    """What a waiting goal waits for, as a phrase."""
    said = goal.summary.strip()
    if said.startswith("waits for "):
        return f"waits for {short(said)}"
    return f"waits for {short(said)}" if said else "waits for another goal"


def why(goal: GoalResult) -> str:
    """One line about a goal that didn't pass."""
    if state(goal) == "waiting":
        return waits_for(goal)
    check = first_miss(goal)
    return goal.summary or (check.message if check else "") or "did not pass"


# --- counts -----------------------------------------------------------------------------------------------------------
def counted(exercise: ExerciseResult) -> tuple[int, int]:
    """Passed and all required goals that count."""
    required = [goal for goal in exercise.goals if goal.counts and not goal.bonus]
    return sum(goal.outcome == "passed" for goal in required), len(required)


def counted_all(report: Report) -> tuple[int, int]:
    """The same over the required exercises of the day."""
    pairs = [counted(exercise) for exercise in report.exercises if not exercise.bonus]
    return sum(passed for passed, _ in pairs), sum(of for _, of in pairs)


def bonus_passed(report: Report) -> int:
    """How many goals passed that nobody had to."""
    return sum(g.outcome == "passed" for e in report.exercises for g in e.goals if g.counts and (g.bonus or e.bonus))


def not_started(exercise: ExerciseResult) -> bool:
    """Nothing passed, and what failed first is each time an address that nobody has written yet."""
    failed = [goal for goal in exercise.goals if goal.outcome == "failed"]
    return bool(failed) and all(goal.outcome != "passed" for goal in exercise.goals) and all(map(_unwritten, failed))


def percent(share: float) -> int:
    """Rounded down, so that 100 means all of it."""
    return int(share * 100 + 1e-9)


def day_number(report: Report) -> int:
    """The 2 of `day2`; 0 where the name is another."""
    digits = report.day.removeprefix("day")
    return int(digits) if digits.isascii() and digits.isdigit() else 0


# --- checks -----------------------------------------------------------------------------------------------------------
def first_miss(goal: GoalResult) -> CheckResult | None:
    """The first check that didn't pass."""
    return next((check for check in goal.checks if check.outcome != "passed"), None)


def telling(check: CheckResult | None) -> Exchange | None:
    """The exchange to show: the last one."""
    return check.exchanges[-1] if check and check.exchanges else None


def answer(exchange: Exchange) -> str:
    """`500 Internal Server Error, text/html, 265 bytes`, or why there was no answer."""
    if exchange.response is None:
        return exchange.error or "no answer"
    kind = _header(exchange.response, "content-type").partition(";")[0].strip()
    size = exchange.response.size or len(exchange.response.body.encode())
    parts = [f"{exchange.response.status} {phrase(exchange.response.status)}".strip(), kind]
    return ", ".join([part for part in parts if part] + ["no body" if not size else f"{size} bytes"])


def phrase(status: int) -> str:
    """A status code's name, the same under every Python."""
    try:
        return _PHRASES.get(status) or HTTPStatus(status).phrase
    except ValueError:
        return ""


def _header(response: Response, name: str) -> str:
    return next((value for key, value in response.headers.items() if key.lower() == name), "")


def _unwritten(goal: GoalResult) -> bool:
    exchange = telling(first_miss(goal))
    return exchange is not None and exchange.response is not None and exchange.response.status in _NOT_WRITTEN
