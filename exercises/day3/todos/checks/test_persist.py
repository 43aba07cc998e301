from grader.checks import containing
from grader.checks.notes import absent, listed, read
from grader.checks.todos import TODOS, is_success, make_todo, task, todo, url_of


def test_after_a_restart(api, fake, app):
    """Todos are there after the server was killed and started again, with title, completed, order and url."""
    made = [make_todo(api, sent) for sent in (todo(fake), todo(fake, order=fake.integer(1, 999)), todo(fake))]
    app.restart()
    todos = {item.get("url"): item for item in listed(api, TODOS)}
    for one in made:
        assert todos.get(one["url"]) == task(one)
        assert read(api, url_of(one)) == task(one)


def test_changes_too(api, fake, app):
    """So are changes: what was ticked off stays so after a restart, and what was deleted stays away."""
    kept, gone = make_todo(api, todo(fake)), make_todo(api, todo(fake))
    change = {"title": todo(fake)["title"], "completed": True, "order": fake.integer(1, 999)}
    is_success(api.patch(url_of(kept), json=change))
    is_success(api.delete(url_of(gone)))
    app.restart()
    assert read(api, url_of(kept)) == containing(change)
    assert api.get(url_of(gone)).status_code == 404
    absent([gone], listed(api, TODOS), "url", "it was deleted")
