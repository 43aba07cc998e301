from grader.checks.auth import ME, NOTES, REGISTER, USERS
from grader.checks.notes import listed, note
from grader.checks.rest import address, created
from grader.checks.values import same

RIGHTS = {"role": "admin", "roles": ["admin"], "is_admin": True, "admin": True, "is_staff": True, "is_superuser": True}


def test_register(people):
    """Whoever registers with "role": "admin", "is_admin": true and the like is a plain user."""
    account = people.account()
    reply = people.client().post(REGISTER, json=account.json | RIGHTS | {"id": people.someone().user["id"]})
    assert reply.status_code == 201
    assert not same(reply.json()["id"], people.someone().user["id"]), "the server chooses the id of a new user"
    client = people.client()
    client.login(account.email, account.password)
    assert client.get(USERS).status_code == 403


def test_make_a_note(people, fake):
    """A note that is sent with another's user_id belongs to who sent it."""
    someone, other = people.someone(), people.other()
    made = created(someone.api.post(NOTES, json=note(fake) | RIGHTS | owned_by(other)))
    assert someone.api.get(address(NOTES, made["id"])).status_code == 200
    assert other.api.get(address(NOTES, made["id"])).status_code == 404
    theirs = [str(item.get("id")) for item in listed(other.api)]
    assert str(made["id"]) not in theirs, "the note is in the list of the user whose id was sent along"
    assert someone.api.get(USERS).status_code == 403


def test_change_a_note(people, fake):
    """PUT and PATCH with another's user_id give the note to nobody else."""
    someone, other = people.someone(), people.other()
    made = created(someone.api.post(NOTES, json=note(fake)))
    for method in ("PATCH", "PUT"):
        sent = note(fake) | RIGHTS | owned_by(other)
        assert someone.api.request(method, address(NOTES, made["id"]), json=sent).status_code == 200
        assert someone.api.get(address(NOTES, made["id"])).status_code == 200
        assert other.api.get(address(NOTES, made["id"])).status_code == 404
    assert someone.api.get(USERS).status_code == 403


def test_change_oneself(people):
    """PATCH /me, if there is one, makes nobody an admin or somebody else."""
    person, other = people.fresh(), people.other()
    reply = person.api.patch(ME, json=RIGHTS | {"id": other.user["id"]})
    assert reply.status_code in range(200, 500)
    assert person.api.get(USERS).status_code == 403
    assert person.api.get(ME).json()["id"] == person.user["id"]


def owned_by(person):
    """What might make somebody the owner of a note, in an app that takes all that it is sent."""
    names = ("user_id", "userId", "owner_id", "ownerId", "owner", "user", "author_id")
    return dict.fromkeys(names, person.user["id"])
