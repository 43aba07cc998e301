from grader.checks import ERROR
from grader.checks.auth import LOGIN
from grader.checks.timing import LOGINS, far_apart, median_seconds


def test_same_answer(people):
    """A wrong password and an unknown e-mail get the same 401 with the same body."""
    known, unknown = people.someone().email, people.account().email
    replies = [wrong_login(people.client(), people, email) for email in (known, unknown)]
    for reply in replies:
        assert reply.status_code == 401
        assert reply.json() == ERROR
    assert replies[1].json() == replies[0].json()


def test_same_time(people):
    """A wrong password and an unknown e-mail are refused in the same time: medians of ten, within a factor of four."""
    known, unknown = medians(people)
    if far_apart(known, unknown):  # the machine may have been busy: once more
        known, unknown = medians(people)
    words = f"a wrong password took {known * 1000:.0f} ms, an unknown e-mail {unknown * 1000:.0f} ms"
    assert not far_apart(known, unknown), f"{words}: whoever measures that knows who has an account"


def medians(people):
    """Seconds for a wrong password and for an unknown e-mail, five tries an address so that no limit interferes."""
    accounts = [people.account() for _ in range(LOGINS // 5)]
    for account in accounts:
        people.register(account)
    strangers = [people.account().email for _ in range(LOGINS)]
    client = people.client()
    wrong_login(client, people, people.account().email)  # the connection is there, the code warm
    return median_seconds(
        lambda number: wrong_login(client, people, accounts[number % len(accounts)].email),
        lambda number: wrong_login(client, people, strangers[number]),
    )


def wrong_login(client, people, email):
    return client.post(LOGIN, json={"email": email, "password": people.account().password})
