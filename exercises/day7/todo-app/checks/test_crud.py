from grader.checks import rest
from grader.checks.projects import expect, invalid, refused
from grader.checks.todo_app import (
    TODOS,
    day,
    ids,
    listed,
    make,
    page,
    read,
    several,
    shown,
    strict_order,
    tag,
    todo,
    url,
)


def test_create(people, fake):
    """POST /todos answers 201 with the whole todo, and Location leads to it."""
    api = people.someone().api
    for sent in (todo(fake), todo(fake, due=None, tags=[]), todo(fake, title="  Zoë 王 🦄 ", tags=[tag(fake)])):
        reply = api.post(TODOS, json=sent)
        made = rest.created(reply)
        assert made == shown(sent | {"id": made["id"]})
        assert expect(api.get(rest.location(reply)), 200).json() == shown(made)
        assert read(api, made) == shown(made)


def test_defaults(people, fake):
    """Without them, completed is false, due is null and tags is empty."""
    made = rest.created(people.someone().api.post(TODOS, json={"title": fake.word()}))
    assert made["completed"] is False
    assert made["due"] is None
    assert made["tags"] == []


def test_own_choice(people, fake):
    """An id or a position in the body is ignored, in POST and in PATCH; so are fields that nobody knows."""
    api = people.fresh().api
    first, second = several(api, fake, 2)
    extra = {"id": first["id"], "position": first["position"], "created_at": "2001-01-01", fake.word(): fake.word()}
    third = make(api, todo(fake))
    sent = todo(fake)
    fourth = rest.created(api.post(TODOS, json=sent | extra))
    assert fourth == shown(sent | {"id": fourth["id"]})
    assert expect(api.patch(url(second), json=extra), 200).json() == shown(second)
    items = listed(api)
    assert ids(items) == ids([first, second, third, fourth])
    strict_order(items)


def test_unknown(people, fake):
    """An id that no todo has answers 404, whatever it looks like, to GET, PATCH and DELETE."""
    api = people.someone().api
    made = make(api, todo(fake))
    for nonsense in rest.nonsense(fake, made["id"]):
        for method in ("GET", "PATCH", "DELETE"):
            how = {"json": {"completed": True}} if method == "PATCH" else {}
            refused(api.request(method, f"{TODOS}/{nonsense}", **how), 404)
    assert read(api, made) == shown(made)


def test_list(people, fake):
    """GET /todos answers with items and total, in the order in which the todos were made, page by page."""
    api = people.fresh().api
    assert page(api)["items"] == []
    made = several(api, fake, 23)
    whole = page(api)
    assert whole["total"] == len(made)
    assert whole["items"] == [shown(one) for one in made[:20]]
    second = page(api, page=2)
    assert second["total"] == len(made)
    assert second["items"] == [shown(one) for one in made[20:]]
    strict_order(whole["items"] + second["items"])


def test_change(people, fake):
    """PATCH changes what it names, nothing else, and answers with the whole todo."""
    api = people.someone().api
    made = make(api, todo(fake))
    changes = [
        {"title": fake.word()},
        {"completed": not made["completed"]},
        {"due": day(fake, 2032)},
        {"due": None},
        {"tags": [tag(fake), *made["tags"][:1], tag(fake)]},
        {"tags": []},
        {"title": fake.word(), "completed": made["completed"], "due": day(fake), "tags": [tag(fake)]},
        {},
    ]
    for change in changes:
        made |= change
        assert expect(api.patch(url(made), json=change), 200).json() == shown(made)
        assert read(api, made) == shown(made)


def test_delete(people, fake):
    """DELETE answers 204 without a body; then the todo is 404 and in no list, and the others stay."""
    api = people.fresh().api
    first, second, third = several(api, fake, 3)
    reply = expect(api.delete(url(second)), 204)
    assert reply.content == b"", "a 204 answer has no body at all"
    refused(api.get(url(second)), 404)
    refused(api.delete(url(second)), 404)
    assert listed(api) == [shown(first), shown(third)]


def test_rules(people, fake):
    """A broken rule answers 422 with the field named, in POST and in PATCH, and nothing is stored or changed."""
    api = people.fresh().api
    made = make(api, todo(fake))
    broken = [
        *(("title", value) for value in ("", "   ", "x" * 201, 7, None, [fake.word()])),
        *(("completed", value) for value in ("true", 1, None)),
        *(("due", value) for value in ("2031-02-29", "2031-13-01", "31.12.2031", "20311231", "", 20311231, True)),
        *(("tags", value) for value in (fake.word(), ["Big"], ["two words"], [""], ["x" * 31], [7], None)),
        ("tags", ["twice", "twice"]),
        ("tags", [f"tag-{number}" for number in range(11)]),
    ]
    for field, value in fake.shuffled(broken):
        invalid(api.post(TODOS, json=todo(fake, **{field: value})), field)
        invalid(api.patch(url(made), json={field: value}), field)
    invalid(api.post(TODOS, json={"completed": False}), "title")
    invalid(api.post(TODOS, json=todo(fake, title="", tags="home", due="soon")), "title", "tags", "due")
    assert listed(api) == [shown(made)]


def test_limits(people, fake):
    """The longest title, the most tags and the longest of them are taken."""
    api = people.someone().api
    sent = todo(fake, title=fake.word()[0] * 200, tags=[f"{number:0>30}" for number in range(10)], due="2032-02-29")
    made = make(api, sent)
    assert read(api, made) == shown(made)


def test_bodies(people, fake):
    """What is no JSON answers 400, what is not declared as JSON 415, and what is no object 400 or 422."""
    api = people.someone().api
    for path, method in ((TODOS, "POST"), (url(make(api, todo(fake))), "PATCH")):
        refused(api.request(method, path, data='{"title": ', headers={"Content-Type": "application/json"}), 400)
        refused(api.request(method, path, data='{"title": "x"}', headers={"Content-Type": "text/plain"}), 415)
        refused(api.request(method, path, json=[fake.word()]), 400, 422)
