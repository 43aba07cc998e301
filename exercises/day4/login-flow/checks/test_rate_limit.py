from grader.checks import ERROR
from grader.checks.auth import LOGIN, retry_after
from grader.checks.town import draw_password


def test_rate_limit(people, fake):
    """The 11th wrong login for one e-mail within a minute answers 429 with Retry-After; another e-mail can log in."""
    account, client = people.account(), people.client()
    people.register(account)
    for number in range(1, 12):
        reply = client.post(LOGIN, json={"email": account.email, "password": draw_password(fake)})
        if number <= 5:
            assert reply.status_code == 401
        elif number <= 10:
            assert reply.status_code in (401, 429)
    assert reply.status_code == 429
    assert reply.json() == ERROR
    assert retry_after(reply) > 0
    someone = people.someone()
    assert people.client().post(LOGIN, json=someone.account.login).status_code == 200
