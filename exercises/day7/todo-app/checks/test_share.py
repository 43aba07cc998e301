from urllib.parse import quote

from grader.checks import containing
from grader.checks.auth import address_of
from grader.checks.projects import expect, invalid, refused
from grader.checks.todo_app import bulk, in_order, listed, make, move, page, read, several, shown, todo, url


def share(person, made, other, can_edit=None):
    """The owner lets the other see it."""
    body = {"email": other.email} | ({} if can_edit is None else {"can_edit": can_edit})
    reply = expect(person.api.post(url(made, "/share"), json=body), 200)
    assert reply.json() == containing(email=address_of(other.email), can_edit=bool(can_edit))


def unshare(person, made, email):
    return person.api.delete(url(made, f"/share/{quote(email, safe='')}"))


def test_seen(people, fake):
    """Who it is shared with sees it, by its address and in the list; its owner still does, and nobody else."""
    owner, other, third = people.fresh(), people.fresh(), people.other()
    first, second = several(owner.api, fake, 2)
    own = make(other.api, todo(fake))
    share(owner, first, other)
    assert read(other.api, first) == shown(first)
    found = page(other.api)
    assert sorted(str(one["id"]) for one in found["items"]) == sorted(str(one["id"]) for one in (first, own))
    assert found["total"] == 2
    assert [one for one in found["items"] if one["id"] == first["id"]] == [shown(first)]
    assert page(other.api, q=first["title"])["items"] == [shown(first)]
    refused(other.api.get(url(second)), 404)
    refused(third.api.get(url(first)), 404)
    in_order(owner.api, [first, second])


def test_only_look(people, fake):
    """Without can_edit, or with false, the other gets 403 for a change, in a bulk 422, and nothing changes."""
    owner, other = people.someone(), people.other()
    for can_edit in (None, False):
        made = make(owner.api, todo(fake))
        share(owner, made, other, can_edit)
        refused(other.api.patch(url(made), json={"title": fake.word()}), 403)
        refused(bulk(other.api, {"op": "update", "id": made["id"], "todo": {"title": fake.word()}}), 422)
        assert read(owner.api, made) == shown(made)
        assert read(other.api, made) == shown(made)


def test_edit(people, fake):
    """With can_edit true the other may change it, with PATCH and in a bulk, and the owner sees it."""
    owner, other = people.someone(), people.other()
    made = make(owner.api, todo(fake))
    share(owner, made, other, True)
    change = {"title": fake.word(), "completed": not made["completed"]}
    made |= change
    assert expect(other.api.patch(url(made), json=change), 200).json() == shown(made)
    assert read(owner.api, made) == shown(made)
    made["title"] = fake.word()
    expect(bulk(other.api, {"op": "update", "id": made["id"], "todo": {"title": made["title"]}}), 200)
    assert read(owner.api, made) == shown(made)


def test_owner_alone(people, fake):
    """Deleting, moving, sharing and ending a share are the owner's alone: 403 for the other, who may edit or not."""
    owner, other = people.fresh(), people.other()
    first, second = several(owner.api, fake, 2)
    third = people.someone()
    for can_edit in (False, True):
        share(owner, second, other, can_edit)
        refused(other.api.delete(url(second)), 403)
        refused(bulk(other.api, {"op": "delete", "id": second["id"]}), 422)
        refused(other.api.post(url(second, "/move"), json={"before": None}), 403)
        refused(other.api.post(url(second, "/share"), json={"email": third.email}), 403)
        refused(unshare(other, second, other.email), 403)
    refused(third.api.get(url(second)), 404)
    invalid(move(other.api, make(other.api, todo(fake)), second), "before")
    in_order(owner.api, [first, second])


def test_again(people, fake):
    """Sharing once more changes can_edit, and the todo is in the other's list once."""
    owner, other = people.someone(), people.fresh()
    made = make(owner.api, todo(fake))
    for can_edit, status in ((True, 200), (False, 403), (True, 200)):
        share(owner, made, other, can_edit)
        expect(other.api.patch(url(made), json={"completed": made["completed"]}), status)
        assert listed(other.api) == [shown(made)]


def test_several(people, fake):
    """Two others may have different rights on one todo, and one of them can lose it; its owner has it once."""
    owner, other, third = people.fresh(), people.other(), people.fresh()
    made = make(owner.api, todo(fake))
    share(owner, made, other, False)
    share(owner, made, third, True)
    in_order(owner.api, [made])  # once, however many others see it
    refused(other.api.patch(url(made), json={"completed": True}), 403)
    expect(third.api.patch(url(made), json={"completed": made["completed"]}), 200)
    expect(unshare(owner, made, third.email), 204)
    refused(third.api.get(url(made)), 404)
    assert read(other.api, made) == shown(made)


def test_ends(people, fake):
    """DELETE …/share/<email> answers 204; the other gets 404, and the todo is in no list of theirs. Then it is 404."""
    owner, other = people.someone(), people.fresh()
    made = make(owner.api, todo(fake))
    refused(unshare(owner, made, other.email), 404)
    share(owner, made, other, True)
    expect(unshare(owner, made, other.email.upper()), 204)
    refused(other.api.get(url(made)), 404)
    refused(other.api.patch(url(made), json={"title": fake.word()}), 404)
    assert listed(other.api) == []
    refused(unshare(owner, made, other.email), 404)
    assert read(owner.api, made) == shown(made)


def test_deleted(people, fake):
    """When its owner deletes it, it is gone for the others too."""
    owner, other = people.someone(), people.fresh()
    made = make(owner.api, todo(fake))
    share(owner, made, other)
    expect(owner.api.delete(url(made)), 204)
    refused(other.api.get(url(made)), 404)
    assert page(other.api)["total"] == 0


def test_with_whom(people, fake):
    """An e-mail that no user has, one's own, or none at all is a 422; in any case it counts."""
    owner, other = people.someone(), people.fresh()
    made = make(owner.api, todo(fake))
    for email in (people.account().email, owner.email, owner.email.upper(), fake.word(), "", 7, None):
        invalid(owner.api.post(url(made, "/share"), json={"email": email}), "email")
    invalid(owner.api.post(url(made, "/share"), json={}), "email")
    invalid(owner.api.post(url(made, "/share"), json={"email": other.email, "can_edit": "yes"}), "can_edit")
    assert listed(other.api) == []
    expect(owner.api.post(url(made, "/share"), json={"email": other.email.upper()}), 200)
    assert listed(other.api) == [shown(made)]
