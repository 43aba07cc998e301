from grader.checks import containing
from grader.checks.elsewhere import own_todos, path_of
from grader.checks.notes import listed, read
from grader.checks.todos import TODOS, is_success, task


def mine(online, own):
    """Those todos of the list that this check has made."""
    return [item for item in listed(online, TODOS) if item.get("title") in own.titles]


def test_create(online, fake):
    """POST /todos makes a todo that is not completed, with a url on this very server; a GET there gives it."""
    with own_todos(online, fake) as own:
        for order in (None, fake.integer(1, 999)):
            given = {} if order is None else {"order": order}
            made = own.make(**given)
            assert made == containing(title=own.titles[-1], completed=False, **given)
            assert read(online, path_of(online, made)) == task(made)


def test_list(online, fake):
    """GET /todos answers with an array, and in it every todo that was made, once."""
    with own_todos(online, fake) as own:
        made = [own.make() for _ in range(3)]
        found = {item.get("url"): item for item in mine(online, own)}
        assert len(found) == len(made)
        for one in made:
            assert found.get(one["url"]) == task(one)


def test_change(online, fake):
    """PATCH on a todo's url changes title, completed and order, and nothing of any other todo."""
    with own_todos(online, fake) as own:
        made, other = own.make(), own.make()
        path = path_of(online, made)
        for change in ({"completed": True}, {"order": fake.integer(1, 999)}, {"title": own.renamed()}):
            made = {**made, **change}
            assert is_success(online.patch(path, json=change)).json() == task(made)
        assert read(online, path) == task(made)
        assert read(online, path_of(online, other)) == task(other)


def test_delete(online, fake):
    """DELETE on a todo's url removes it, and no other."""
    with own_todos(online, fake) as own:
        made, other = own.make(), own.make()
        path = path_of(online, made)
        is_success(online.delete(path))
        assert online.get(path).status_code == 404
        assert [item.get("url") for item in mine(online, own)] == [other["url"]]


def test_titles_as_they_are(online, fake):
    """A title with quotes, accents, emoji and signs comes back as it was sent."""
    with own_todos(online, fake) as own:
        for ending in ('\'s "cake"; 100 %', " für Zoë, 王小明 🦄", " <b>&amp;</b>"):
            sent = own.todo()["title"] + ending
            own.titles.append(sent)
            assert own.make(title=sent)["title"] == sent
