from grader.checks.notes import absent, listed, read
from grader.checks.todos import TODOS, is_success, make_todo, task, todo, url_of


def test_one(api, fake):
    """DELETE on a todo's url answers 2xx; from then on a GET there is 404."""
    made = make_todo(api, todo(fake))
    is_success(api.delete(url_of(made)))
    assert api.get(url_of(made)).status_code == 404


def test_is_gone_from_the_list(api, fake):
    """A deleted todo is no longer in the list; every other one still is."""
    first, one, last = (make_todo(api, todo(fake)) for _ in range(3))
    is_success(api.delete(url_of(one)))
    todos = listed(api, TODOS)
    absent([one], todos, "url", "it was deleted")
    for other in (first, last):
        assert other["url"] in [item.get("url") for item in todos]
        assert read(api, url_of(other)) == task(other)


def test_all(api, fake):
    """DELETE /todos answers 2xx, and the list is empty: GET /todos gives []."""
    made = [make_todo(api, todo(fake)) for _ in range(3)]
    is_success(api.patch(url_of(made[0]), json={"completed": True}))
    is_success(api.delete(TODOS))
    assert listed(api, TODOS) == []
    for one in made:
        assert api.get(url_of(one)).status_code == 404


def test_all_when_there_are_none(api):
    """DELETE /todos on an empty list is fine as well."""
    for _ in range(2):
        is_success(api.delete(TODOS))
    assert listed(api, TODOS) == []


def test_goes_on(api, fake):
    """After DELETE /todos, new todos can be made."""
    is_success(api.delete(TODOS))
    made = [make_todo(api, todo(fake)) for _ in range(2)]
    urls = [item.get("url") for item in listed(api, TODOS)]
    assert sorted(urls) == sorted(one["url"] for one in made)
