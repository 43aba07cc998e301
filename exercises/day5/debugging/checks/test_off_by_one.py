from collections import Counter

from grader.checks.tickets import made


def test_priorities(api, fake):
    """/reports/priorities counts each priority from `from` to `to`, the last one too, and those without a ticket."""
    reporter = fake.email()
    priorities = [fake.integer(1, 5) for _ in range(fake.integer(6, 12))] + [4, 5]
    for priority in priorities:
        made(api, fake, reporter_email=reporter, priority=priority)
    count = Counter(priorities)
    low = fake.integer(1, 3)
    for first, last in [(1, 5), (low, low + 1), (low, low), (5, 5), (2, 4)]:
        reply = api.get("/reports/priorities", params={"reporter": reporter, "from": first, "to": last})
        assert reply.status_code == 200
        assert reply.json() == {"priorities": {str(one): count[one] for one in range(first, last + 1)}}


def test_nobodys(api, fake):
    """For a reporter without a ticket, each priority is there with 0."""
    made(api, fake, priority=4)
    reply = api.get("/reports/priorities", params={"reporter": fake.email(), "from": 3, "to": 5})
    assert reply.json() == {"priorities": {"3": 0, "4": 0, "5": 0}}
