from grader.checks import number
from grader.checks.tickets import made


def average(api, fake, priorities):
    """What the report says of a new reporter's tickets with these priorities."""
    reporter = fake.email()
    for priority in fake.shuffled(priorities):
        made(api, fake, reporter_email=reporter, priority=priority)
    reply = api.get("/reports/average", params={"reporter": reporter})
    assert reply.status_code == 200
    return reply.json()


def test_thirds(api, fake):
    """Rounded once, at the end: three tickets of priority 1 have a mean of 1, and 1, 1 and 3 one of 1.67."""
    assert average(api, fake, [1, 1, 1]) == {"average": number(1)}
    assert average(api, fake, [1, 1, 3]) == {"average": number(1.67)}
    count, same = fake.choice([6, 7, 9, 11]), fake.integer(2, 5)
    assert average(api, fake, [same] * count) == {"average": number(same)}


def test_halves(api, fake):
    """Halves go up: a mean of 2.125 is 2.13, and one of 3.625 is 3.63."""
    for total in fake.sample([9, 17, 25, 33, 13, 21, 29, 37], 2) + [17]:
        least, more = divmod(total, 8)
        priorities = [least + 1] * more + [least] * (8 - more)
        assert average(api, fake, priorities) == {"average": number((total * 100 // 8 + 1) / 100)}


def test_halves_of_no_float(api, fake):
    """41 / 40 is 1.025, and rounds to 1.03, although the nearest float is a little less than that."""
    assert average(api, fake, [1] * 39 + [2]) == {"average": number(1.03)}


def test_none(api, fake):
    """Without tickets there is no mean: null."""
    assert average(api, fake, []) == {"average": None}
