from grader.checks.auth import REGISTER, user_of
from grader.checks.hashes import hold_no_password
from grader.checks.town import draw_password


def test_answers_with_the_user(people):
    """POST /auth/register answers 201 with id, email and name."""
    account = people.account()
    reply = people.client().post(REGISTER, json=account.json)
    assert reply.status_code == 201
    assert reply.json() == user_of(account)


def test_shows_no_password(people):
    """The answer holds neither the password nor a hash of it."""
    account = people.account()
    reply = people.client().post(REGISTER, json=account.json)
    assert reply.status_code == 201
    hold_no_password(reply.json(), account.password)
    assert account.password not in reply.text, "the answer has the password in it"


def test_different_ids(people):
    """Every user gets an id of their own."""
    ids = [str(person.user["id"]) for person in (people.someone(), people.other())]
    assert ids[0] != ids[1], f"two users have the id {ids[0]}"


def test_all_sorts(people, fake):
    """Names in any script, addresses with a plus or a subdomain, and passwords of 10 to 64 characters are taken."""
    name = fake.choice(["Zoë Müller", "王小明", "Дарья Иванова", "Ana-María O'Neill"])
    before, _, domain = people.account().email.partition("@")
    for email, length in ((f"{before}+notes@{domain}", 10), (f"{before}@mail.{domain}", 64)):
        account = people.account(email=email, name=name, password=draw_password(fake, length))
        reply = people.client().post(REGISTER, json=account.json)
        assert reply.status_code == 201
        assert reply.json() == user_of(account)
