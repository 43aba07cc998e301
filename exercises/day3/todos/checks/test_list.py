from grader.checks import containing
from grader.checks.notes import listed, read
from grader.checks.todos import TODOS, make_todo, task, todo, url_of


def test_has_every_todo(api, fake):
    """GET /todos answers 200 with a JSON array of all todos, each one as it was made."""
    made = [make_todo(api, todo(fake)) for _ in range(fake.integer(3, 5))]
    made.append(make_todo(api, todo(fake, order=fake.integer(1, 999))))
    todos = {item.get("url"): item for item in listed(api, TODOS)}
    for one in made:
        assert todos.get(one["url"]) == task(one)


def test_grows_by_one(api, fake):
    """Each new todo is in the list once, and nothing else is new there: one POST makes one todo."""
    before = len(listed(api, TODOS))
    sent = todo(fake)
    make_todo(api, sent)
    todos = listed(api, TODOS)
    assert [item for item in todos if item.get("title") == sent["title"]] == [containing(sent, completed=False)]
    assert len(todos) == before + 1


def test_leads_to_each_todo(api, fake):
    """From the list, each todo can be reached by its url."""
    titles = [make_todo(api, todo(fake))["title"] for _ in range(3)]
    todos = [item for item in listed(api, TODOS) if item.get("title") in titles]
    assert sorted(item["title"] for item in todos) == sorted(titles)
    for item in todos:
        assert read(api, url_of(item)) == task(item)
