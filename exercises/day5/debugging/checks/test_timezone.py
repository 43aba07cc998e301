from datetime import UTC, datetime, timedelta, timezone

from grader.checks.tickets import made

AHEAD = [60, 120, 330, 345, 540, 765, 840]  # minutes east of UTC
BEHIND = [-720, -570, -480, -300, -210, -60]


def opened(api, reporter, moment, offset):
    """The count since a moment, as a clock in another place shows it."""
    there = moment.astimezone(timezone(timedelta(minutes=offset))).isoformat(timespec="seconds")
    reply = api.get("/reports/opened", params={"reporter": reporter, "since": there})
    assert reply.status_code == 200
    return reply.json()


def test_ahead(api, fake):
    """Since a moment some minutes ago, on a clock east of Greenwich (+05:30): all tickets count."""
    reporter, count = fake.email(), fake.integer(2, 4)
    for _ in range(count):
        made(api, fake, reporter_email=reporter)
    before = datetime.now(UTC) - timedelta(minutes=fake.integer(5, 30))
    for offset in fake.sample(AHEAD, 4):
        assert opened(api, reporter, before, offset) == {"count": count}


def test_behind(api, fake):
    """Since a moment that is still to come, on a clock west of Greenwich (-05:00): no ticket counts."""
    reporter = fake.email()
    made(api, fake, reporter_email=reporter)
    later = datetime.now(UTC) + timedelta(minutes=fake.integer(15, 30))
    for offset in fake.sample(BEHIND, 4):
        assert opened(api, reporter, later, offset) == {"count": 0}


def test_utc(api, fake):
    """In UTC, with Z or +00:00, and whose tickets they are counts, too."""
    reporter = fake.email()
    made(api, fake, reporter_email=reporter)
    made(api, fake)
    for minutes, count in ((-10, 1), (20, 0)):
        moment = datetime.now(UTC) + timedelta(minutes=minutes)
        assert opened(api, reporter, moment, 0) == {"count": count}
        since = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        reply = api.get("/reports/opened", params={"reporter": reporter, "since": since})
        assert reply.json() == {"count": count}
