import json

from grader.checks.problems import too_large
from grader.checks.tickets import TICKETS, goes_on, made, ticket, where
from grader.checks.values import Miss

MIB = 1024 * 1024
JSON = {"Content-Type": "application/json"}


def padded(sent, size):
    """A body of just that many bytes: a ticket and a field that means nothing."""
    bare = json.dumps(sent | {"padding": ""}).encode()
    return json.dumps(sent | {"padding": "x" * (size - len(bare))}).encode()


def refused(reply):
    """Raises Miss unless it is one of the client's errors."""
    if not 400 <= reply.status_code < 500:
        raise Miss("an error from 400 to 499", str(reply.status_code))


def test_large_body(api, fake):
    """A body over 1 MiB is 413, whether by a little or by much, and the app goes on."""
    one = made(api, fake)
    for size in (MIB + fake.integer(1, 9000), 3 * MIB + fake.integer(1, 9000)):
        body = padded(ticket(fake), size)
        too_large(lambda body=body: api.post(TICKETS, data=body, headers=JSON))
        too_large(lambda body=body: api.patch(where(one), data=body, headers=JSON))
        goes_on(api, fake)


def test_large_enough(api, fake):
    """A body of nearly 1 MiB is not refused for its size."""
    reply = api.post(TICKETS, data=padded(ticket(fake), MIB - fake.integer(1, 9000)), headers=JSON)
    assert reply.status_code == 201


def test_long_query(api, fake):
    """GET /tickets with a query of more than 8 000 characters is refused; one of 1 000 is fine."""
    assert api.get(f"{TICKETS}?{fake.word()}={'x' * 1000}").status_code == 200
    for length in (8001, fake.integer(8100, 9000), fake.integer(12_000, 15_000)):
        name = fake.word()
        refused(api.get(f"{TICKETS}?{name}={'x' * (length - len(name))}"))
    goes_on(api, fake)


def test_deep_nesting(api, fake):
    """A title of 1 000 nested arrays is refused, and the app goes on."""
    one = made(api, fake)
    deep = json.dumps(ticket(fake, title="DEEP")).replace('"DEEP"', "[" * 1000 + "]" * 1000)
    refused(api.post(TICKETS, data=deep, headers=JSON))
    refused(api.patch(where(one), data=deep, headers=JSON))
    goes_on(api, fake)
