from grader.checks.projects import expect, invalid, refused
from grader.checks.rest import created
from grader.checks.todo_app import TODOS, bulk, in_order, listed, make, move, page, read, several, shown, todo, url


def test_one(people, fake):
    """Somebody else's todo answers 404 to GET, PATCH and DELETE, and stays as it is."""
    someone, other = people.someone(), people.other()
    made = make(someone.api, todo(fake))
    refused(other.api.get(url(made)), 404)
    refused(other.api.patch(url(made), json={"title": fake.word(), "completed": True}), 404)
    refused(other.api.delete(url(made)), 404)
    assert read(someone.api, made) == shown(made)


def test_lists(people, fake):
    """Everybody's list has their own todos alone, filtered and searched too, and total counts no others."""
    someone, other = people.fresh(), people.fresh()
    word = fake.word()
    mine = several(someone.api, fake, 2, title=f"{word} one", completed=False, tags=["shared-tag"], due="2031-05-01")
    theirs = several(other.api, fake, 3, title=f"{word} two", completed=False, tags=["shared-tag"], due="2031-05-01")
    for person, made in ((someone, mine), (other, theirs)):
        for params in ({}, {"q": word}, {"tag": "shared-tag"}, {"completed": "false"}, {"due_before": "2031-06-01"}):
            found = page(person.api, **params)
            assert found["items"] == [shown(one) for one in made]
            assert found["total"] == len(made)


def test_move_and_share(people, fake):
    """Somebody else's todo can't be moved or shared (404), and nothing can be moved before it (422)."""
    someone, other = people.fresh(), people.fresh()
    first, second = several(someone.api, fake, 2)
    theirs = several(other.api, fake, 2)
    refused(move(other.api, second, None), 404)
    refused(move(other.api, second, theirs[0]), 404)
    invalid(move(someone.api, second, theirs[0]), "before")
    refused(other.api.post(url(first, "/share"), json={"email": other.email, "can_edit": True}), 404)
    refused(other.api.delete(url(first, f"/share/{other.email}")), 404)
    in_order(someone.api, [first, second])
    in_order(other.api, theirs)


def test_bulk(people, fake):
    """In a bulk, somebody else's todo can neither be changed nor deleted: 422, and nothing is done."""
    someone, other = people.fresh(), people.someone()
    made = make(someone.api, todo(fake))
    for operation in (
        {"op": "update", "id": made["id"], "todo": {"title": fake.word()}},
        {"op": "delete", "id": made["id"]},
    ):
        refused(bulk(other.api, operation), 422)
    assert listed(someone.api) == [shown(made)]


def test_no_other_owner(people, fake):
    """Whose a new or changed todo is can't be said in the body."""
    someone, other = people.fresh(), people.fresh()
    claims = {"user_id": other.user["id"], "owner_id": other.user["id"], "owner": other.user["id"], "user": other.email}
    made = created(someone.api.post(TODOS, json=todo(fake) | claims))
    expect(someone.api.patch(url(made), json=claims), 200)
    assert listed(someone.api) == [shown(made)]
    assert listed(other.api) == []
    refused(other.api.get(url(made)), 404)
