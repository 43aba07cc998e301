from grader.checks.auth import LOGOUT, ME, NOTES, REGISTER, tried, user_of
from grader.checks.notes import listed, note, shown
from grader.checks.rest import created


def test_whole(api, people, fake):
    """Register, log in, see /me, make a note, find it in the list, log out: and then /me is 401."""
    account, client = people.account(), people.client()
    reply = client.post(REGISTER, json=account.json)
    assert reply.status_code == 201
    user = reply.json()
    client.login(account.email, account.password)
    credentials = client.credentials()
    me = client.get(ME)
    assert me.status_code == 200
    assert me.json() == user_of(account, user["id"])
    sent = note(fake)
    made = created(client.post(NOTES, json=sent))
    assert listed(client) == [shown({**sent, "id": made["id"]})]
    assert client.post(LOGOUT).status_code == 204
    assert tried(api, credentials).status_code == 401
    assert client.get(ME).status_code == 401
