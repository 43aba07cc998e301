from grader.checks import ERROR
from grader.checks.auth import LOGIN, REGISTER

ROUNDS = 3


def test_same_address(people):
    """An e-mail that is taken answers 409 with a JSON error, and the account stays whose it was."""
    someone = people.someone()
    reply = people.client().post(REGISTER, json=people.account(email=someone.email).json)
    assert reply.status_code == 409
    assert reply.json() == ERROR
    assert people.client().post(LOGIN, json=someone.account.login).status_code == 200


def test_other_case(people):
    """The same e-mail in other case is taken as well: 409."""
    email = people.someone().email
    for same in (email.upper(), email.title()):
        reply = people.client().post(REGISTER, json=people.account(email=same).json)
        assert reply.status_code == 409
        assert reply.json() == ERROR


def test_at_the_same_time(people, crowd):
    """Of two who register the same e-mail at the same time, exactly one gets 201, the other 409."""
    for number in range(ROUNDS):
        one = people.account()
        two = people.account(email=one.email.upper() if number % 2 else one.email)
        replies = crowd.send([("POST", REGISTER, {"json": account.json}) for account in (one, two)])
        statuses = sorted(reply.status_code for reply in replies)
        assert statuses == [201, 409], f"the two were answered with {statuses[0]} and {statuses[1]}"
    winner = one if replies[0].status_code == 201 else two
    assert people.client().post(LOGIN, json=winner.login).status_code == 200
