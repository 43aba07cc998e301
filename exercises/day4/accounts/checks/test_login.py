from grader.checks import ERROR, containing
from grader.checks.auth import LOGIN, ME
from grader.checks.matchers import Matcher, is_number
from grader.checks.town import draw_password

BEARER = Matcher('the text "Bearer"', lambda value: isinstance(value, str) and value.lower() == "bearer")
SECONDS = Matcher("a number of seconds", lambda value: is_number(value) and value > 0)


def test_gives_credentials(people):
    """POST /auth/login answers 200 with access_token, token_type and expires_in, or sets a session cookie."""
    client, someone = people.client(), people.someone()
    reply = client.login(someone.email, someone.password)
    if client.token:
        assert reply.json() == containing(access_token=client.token, token_type=BEARER, expires_in=SECONDS)
    assert client.get(ME).status_code == 200


def test_any_case(people):
    """The e-mail counts in any case."""
    someone = people.someone()
    for email in (someone.email.upper(), someone.email.title()):
        reply = people.client().post(LOGIN, json={"email": email, "password": someone.password})
        assert reply.status_code == 200


def test_whole_password(people, fake):
    """Every character of a password counts, up to the last of 64, and so does its case."""
    password = draw_password(fake, 64)
    account = people.account(password=password)
    people.register(account)
    assert people.client().post(LOGIN, json=account.login).status_code == 200
    for wrong in (f"{password[:-1]}{'z' if password[-1] != 'z' else 'y'}", password.swapcase()):
        reply = people.client().post(LOGIN, json={"email": account.email, "password": wrong})
        assert reply.status_code == 401
        assert reply.json() == ERROR


def test_others_password(people):
    """Another user's password opens nothing: 401."""
    someone, other = people.someone(), people.other()
    reply = people.client().post(LOGIN, json={"email": someone.email, "password": other.password})
    assert reply.status_code == 401
