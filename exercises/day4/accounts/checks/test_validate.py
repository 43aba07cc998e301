from grader.checks.auth import LOGIN, REGISTER
from grader.checks.rest import refusal
from grader.checks.town import draw_password

NO_EMAIL = ("", "ada", "ada.example.com", "@example.com", "ada@", "ada@example", "a@b@example.com", None, 7, ["a"])
NO_PASSWORD = ("", None, 1234567890, True, ["correct horse battery"])


def must_refuse(people, account, *fields):
    """The account is refused by a 422 that names these fields."""
    reply = people.client().post(REGISTER, json=account)
    assert reply.status_code == 422
    assert reply.json() == refusal(*fields)


def test_email(people):
    """An e-mail without just one @, something before it and a dotted domain after it is refused: 422, fields.email."""
    for email in NO_EMAIL:
        must_refuse(people, people.account().json | {"email": email}, "email")


def test_password(people, fake):
    """A password under 10 or over 1 000 characters, or no text, is refused: 422 with fields.password."""
    lengths = (9, fake.integer(4, 8), 1001, fake.integer(1100, 5000))
    for password in (*NO_PASSWORD, *(draw_password(fake, length) for length in lengths)):
        must_refuse(people, people.account().json | {"password": password}, "password")


def test_missing(people):
    """No e-mail, no password, or neither: 422, and fields names what is missing."""
    for missing in (["email"], ["password"], ["email", "password"]):
        account = people.account().json
        must_refuse(people, {key: value for key, value in account.items() if key not in missing}, *missing)


def test_makes_no_account(people, fake):
    """Whoever was refused has no account, and can register with a better password."""
    account = people.account()
    must_refuse(people, account.json | {"password": draw_password(fake, 9)}, "password")
    assert people.client().post(LOGIN, json=account.login).status_code in (401, 422)
    assert people.client().post(REGISTER, json=account.json).status_code == 201
