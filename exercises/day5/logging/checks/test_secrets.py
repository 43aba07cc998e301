import base64
import json

from grader.checks.json_log import request_line
from grader.checks.tickets import BOOM, TICKETS, made, ticket, where
from grader.checks.values import Miss, shortened

JSON = {"Content-Type": "application/json"}


def nowhere(api, fake, logs, mark, secrets):
    """Raises Miss where one of the secrets is in what was printed since the mark."""
    last = f"/{fake.word()}"
    api.get(last)
    request_line(logs, mark, last)  # what came before it is there as well
    for line in logs.since(mark).splitlines():
        for what, secret in secrets.items():
            if secret in line:
                raise Miss(f"no {what} in the log", f"{secret} in the line {shortened(line)}")


def test_header(api, fake, logs):
    """An Authorization header is in no line, neither a token nor a name with a password, nor for /boom."""
    token, password = fake.word() + fake.word(), fake.word() + fake.word()
    basic = base64.b64encode(f"{fake.word()}:{password}".encode()).decode()
    mark = logs.mark()
    for value in (f"Bearer {token}", f"Basic {basic}"):
        for path in (where(made(api, fake)), f"{TICKETS}/{fake.word()}", BOOM):
            api.get(path, headers={"Authorization": value})
        api.post(TICKETS, json=ticket(fake, title=""), headers={"Authorization": value})
    nowhere(api, fake, logs, mark, {"Authorization header": token, "Authorization header with a password": basic})


def test_body(api, fake, logs):
    """What a body has as password or token is in no line: of a good body, a wrong one, and one that is no JSON."""
    password, token = fake.word() + fake.word(), fake.word() + fake.word()
    extra = {"password": password, "token": token}
    mark = logs.mark()
    api.post(TICKETS, json=ticket(fake) | extra)
    api.post(TICKETS, json=ticket(fake, title="", priority=9) | extra)
    api.patch(where(made(api, fake)), json={"priority": 1} | extra)
    api.post(TICKETS, data=json.dumps(ticket(fake) | extra)[:-1], headers=JSON)
    nowhere(api, fake, logs, mark, {"password": password, "token": token})


def test_query(api, fake, logs):
    """What a query has as password or token is in no line of either stream, access logs too."""
    password, token = fake.word() + fake.word(), fake.word() + fake.word()
    mark = logs.mark()
    for path in (TICKETS, f"{TICKETS}/{fake.word()}", BOOM):
        api.get(path, params={"token": token, "password": password})
    nowhere(api, fake, logs, mark, {"password": password, "token": token})
