from grader.checks.sql_log import Statements
from grader.checks.tickets import made, watchers
from grader.checks.values import Miss

REPORT = "/reports/watchers"
FEW, MANY = 2, 16
CHANCE = 4  # statements that a server or a pool of connections may send on its own account


def some(api, fake, count):
    """(a new reporter, what the report must say of these tickets)."""
    reporter = fake.email()
    tickets = [made(api, fake, reporter_email=reporter, watchers=watchers(fake, 1 + n % 3)) for n in range(count)]
    lines = [
        {"id": one["id"], "title": one["title"], "watchers": [who["email"] for who in one["watchers"]]}
        for one in tickets
    ]
    return reporter, lines


def test_right(api, fake):
    """/reports/watchers has each ticket of the reporter with all that watch it, in order."""
    reporter, lines = some(api, fake, fake.integer(4, 7))
    made(api, fake, watchers=watchers(fake, 2))
    lone = made(api, fake, reporter_email=reporter, watchers=[])
    reply = api.get(REPORT, params={"reporter": reporter})
    assert reply.status_code == 200
    assert reply.json() == [*lines, {"id": lone["id"], "title": lone["title"], "watchers": []}]
    assert api.get(REPORT, params={"reporter": fake.email()}).json() == []


def test_statements(api, fake, app, database, logs):
    """It takes no more statements for many tickets than for few."""
    few, many = some(api, fake, FEW)[0], some(api, fake, MANY)[0]
    statements = Statements(app, database, logs)
    api.get(REPORT, params={"reporter": few})  # connections and prepared statements are made by now
    before = statements.of(lambda: api.get(REPORT, params={"reporter": few}))
    after = statements.of(lambda: api.get(REPORT, params={"reporter": many}))
    if after - before > CHANCE:
        raise Miss(
            "as many statements for many tickets as for few",
            f"{before} statements for {FEW} tickets, and {after} for {MANY}",
        )
