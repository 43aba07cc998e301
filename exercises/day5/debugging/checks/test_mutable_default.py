from grader.checks.tickets import closed, made

REPORT = "/reports/statuses"


def test_asked_again(api, fake):
    """/reports/statuses answers the same, however often it is asked."""
    reporter, count = fake.email(), fake.integer(1, 3)
    tickets = [made(api, fake, reporter_email=reporter) for _ in range(count + 2)]
    for one in tickets[:2]:
        closed(api, one)
    for _ in range(4):
        assert api.get(REPORT, params={"reporter": reporter}).json() == {"open": count, "closed": 2}


def test_of_others(api, fake):
    """No ticket of another reporter is in it, whoever asked before."""
    one, other = fake.email(), fake.email()
    made(api, fake, reporter_email=one)
    for _ in range(fake.integer(2, 4)):
        closed(api, made(api, fake, reporter_email=other))
    api.get(REPORT, params={"reporter": other})
    assert api.get(REPORT, params={"reporter": one}).json() == {"open": 1, "closed": 0}
    assert api.get(REPORT, params={"reporter": fake.email()}).json() == {"open": 0, "closed": 0}


def test_now(api, fake):
    """A ticket that was closed meanwhile counts as closed, and no longer as open."""
    reporter = fake.email()
    one = made(api, fake, reporter_email=reporter)
    assert api.get(REPORT, params={"reporter": reporter}).json() == {"open": 1, "closed": 0}
    closed(api, one)
    assert api.get(REPORT, params={"reporter": reporter}).json() == {"open": 0, "closed": 1}
