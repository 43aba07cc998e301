from grader.checks import ANY, containing
from grader.checks.projects import expect, invalid, refused
from grader.checks.todo_app import BULK, bulk, in_order, listed, read, several, shown, tag, titles, todo, url


def results(reply):
    """What each operation has done."""
    return expect(reply, 200).json()["results"]


def test_each(people, fake):
    """Create, update and delete are done, with a result for each in their order: op, id, and the todo or null."""
    api = people.fresh().api
    kept, changed, gone = several(api, fake, 3)
    new, change = todo(fake), {"completed": not changed["completed"], "tags": [tag(fake)]}
    done = results(
        bulk(
            api,
            {"op": "delete", "id": gone["id"]},
            {"op": "create", "todo": new},
            {"op": "update", "id": changed["id"], "todo": change},
        )
    )
    assert done == [
        containing(op="delete", id=gone["id"], todo=None),
        containing(op="create", id=ANY, todo=containing(new)),
        containing(op="update", id=changed["id"], todo=shown(changed, **change)),
    ]
    made = done[1]["todo"]
    assert made["id"] == done[1]["id"]
    assert read(api, made) == shown(new | {"id": made["id"]})
    assert read(api, changed) == shown(changed, **change)
    refused(api.get(url(gone)), 404)
    in_order(api, [kept, changed, made])


def test_in_their_order(people, fake):
    """Each operation sees what those before it have done: the same todo changed twice, then deleted."""
    api = people.fresh().api
    one, two = several(api, fake, 2)
    first, second, last = fake.word(), fake.word(), fake.word()
    done = results(
        bulk(
            api,
            {"op": "update", "id": one["id"], "todo": {"title": first}},
            {"op": "update", "id": two["id"], "todo": {"title": last}},
            {"op": "update", "id": one["id"], "todo": {"completed": not one["completed"]}},
            {"op": "update", "id": two["id"], "todo": {"title": second}},
            {"op": "delete", "id": two["id"]},
        )
    )
    assert [result["todo"] and result["todo"]["title"] for result in done] == [first, last, first, second, None]
    assert listed(api) == [shown(one, title=first, completed=not one["completed"])]


def test_hundred(people, fake):
    """100 operations are done; new todos come in the order of the operations, each with a position of its own."""
    api = people.fresh().api
    old = several(api, fake, 1)
    new = [todo(fake) for _ in range(99)]
    sent = [{"op": "create", "todo": one} for one in new]
    done = results(bulk(api, *sent, {"op": "update", "id": old[0]["id"], "todo": {"title": fake.word()}}))
    made = [result["todo"] for result in done[:-1]]
    assert titles(made) == titles(new)
    in_order(api, [done[-1]["todo"], *made])


def test_how_many(people, fake):
    """None, more than 100, or no list of operations answers 422, and nothing is done."""
    api = people.fresh().api
    several(api, fake, 1)
    refused(bulk(api, *({"op": "create", "todo": todo(fake)} for _ in range(101))), 422)
    for operations in ([], None, {}, fake.word(), 7):
        refused(api.post(BULK, json={"operations": operations}), 422)
    invalid(api.post(BULK, json={}), "operations")
    assert len(listed(api)) == 1


def test_one_bad(people, fake):
    """One bad operation, wherever it is and whatever is wrong with it: 422, and none of the others is done."""
    api = people.fresh().api
    one, two = several(api, fake, 2)
    gone = several(api, fake, 1)[0]
    expect(api.delete(url(gone)), 204)
    bad = [
        {"op": "create", "todo": {"title": ""}},
        {"op": "create", "todo": {"completed": True}},
        {"op": "create"},
        {"op": "update", "id": one["id"], "todo": {"due": "2031-02-29"}},
        {"op": "update", "id": gone["id"], "todo": {"completed": True}},
        {"op": "update", "todo": {"completed": True}},
        {"op": "delete", "id": gone["id"]},
        {"op": "delete", "id": fake.word()},
        {"op": fake.word(), "id": one["id"]},
        {"id": one["id"]},
        fake.word(),
        None,
    ]
    for operation in bad:
        good = [
            {"op": "create", "todo": todo(fake)},
            {"op": "update", "id": one["id"], "todo": {"title": fake.word()}},
            {"op": "delete", "id": two["id"]},
        ]
        good.insert(fake.integer(0, 3), operation)
        refused(bulk(api, *good), 422)
        assert listed(api) == [shown(one), shown(two)]


def test_bad_by_an_earlier_one(people, fake):
    """What an earlier operation has deleted can't be changed or deleted any more: 422, and it is there as before."""
    api = people.fresh().api
    made = several(api, fake, 2)
    delete = {"op": "delete", "id": made[0]["id"]}
    for second in (delete, {"op": "update", "id": made[0]["id"], "todo": {"completed": True}}):
        refused(bulk(api, {"op": "create", "todo": todo(fake)}, delete, second), 422)
        assert listed(api) == [shown(one) for one in made]


def test_afterwards(people, fake):
    """After a bulk that was refused, the same one without the bad operation is done."""
    api = people.fresh().api
    made = several(api, fake, 1)[0]
    good = [{"op": "update", "id": made["id"], "todo": {"title": "x"}}, {"op": "create", "todo": todo(fake)}]
    refused(bulk(api, *good, {"op": "create", "todo": {}}), 422)
    assert len(results(bulk(api, *good))) == 2
    assert len(listed(api)) == 2
