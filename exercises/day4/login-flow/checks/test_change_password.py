from grader.checks.auth import LOGIN, ME, NOTES, PASSWORD, tried
from grader.checks.notes import listed, note, shown
from grader.checks.rest import make
from grader.checks.town import draw_password


def test_new_password(api, people, fake):
    """POST /auth/password answers 204; from then on the new password logs in, and the old one is 401."""
    person, new = people.fresh(), draw_password(fake)
    made = make(person.api, NOTES, note(fake))[0]
    reply = person.api.post(PASSWORD, json={"old": person.password, "new": new})
    assert reply.status_code == 204
    assert reply.content == b"", "a 204 answer has no body at all"
    assert api.post(LOGIN, json=person.account.login).status_code == 401
    client = people.client()
    client.login(person.email, new)
    assert listed(client) == [shown(made)]


def test_old_credentials(api, people, fake):
    """After a change of password, all credentials from before it are refused with 401, on whatever device."""
    person = people.fresh()
    before = [person.credentials, person.again().credentials()]
    for credentials in before:
        assert tried(api, credentials).status_code == 200
    assert person.api.post(PASSWORD, json={"old": person.password, "new": draw_password(fake)}).status_code == 204
    for credentials in before:
        assert tried(api, credentials).status_code == 401


def test_refused(people, fake):
    """A wrong old password gets 401, 403 or 422, a new one of 9 or of 1 001 characters 422, and nothing changes."""
    person = people.fresh()
    reply = person.api.post(PASSWORD, json={"old": draw_password(fake), "new": draw_password(fake)})
    assert reply.status_code in (401, 403, 422)
    for length in (9, 1001):
        reply = person.api.post(PASSWORD, json={"old": person.password, "new": draw_password(fake, length)})
        assert reply.status_code == 422
    assert person.api.get(ME).status_code == 200
    assert people.client().post(LOGIN, json=person.account.login).status_code == 200


def test_nobody(api, people, fake):
    """Without credentials nobody's password can be changed: 401."""
    reply = api.post(PASSWORD, json={"old": people.someone().password, "new": draw_password(fake)})
    assert reply.status_code == 401
