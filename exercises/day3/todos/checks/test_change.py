from grader.checks.notes import listed, read
from grader.checks.todos import TODOS, is_success, make_todo, task, todo, url_of


def changes(api, made, change):
    """A PATCH answers with the todo as it is now; its url and the list have it like that, too."""
    url, expected = url_of(made), task(made, **change)
    assert is_success(api.patch(url, json=change)).json() == expected
    assert read(api, url) == expected
    assert [item for item in listed(api, TODOS) if item.get("url") == url] == [expected]


def test_title(api, fake):
    """PATCH with a title changes the title, and nothing else."""
    made = make_todo(api, todo(fake, order=fake.integer(1, 999)))
    title = todo(fake)["title"]
    changes(api, made, {"title": title})


def test_completed(api, fake):
    """PATCH with completed true ticks a todo off, with false it is open again; nothing else changes."""
    made = make_todo(api, todo(fake, order=fake.integer(1, 999)))
    for completed in (True, False, True):
        changes(api, made, {"completed": completed})


def test_order(api, fake):
    """PATCH with an order changes it, also to 0, and on a todo that had none; nothing else changes."""
    for sent in (todo(fake, order=10), todo(fake)):
        made = make_todo(api, sent)
        for order in (fake.integer(1, 999), 0, 95):
            changes(api, made, {"order": order})


def test_several_at_once(api, fake):
    """PATCH with several fields changes all of them."""
    made = make_todo(api, todo(fake))
    change = {"title": todo(fake)["title"], "completed": True}
    changes(api, made, change)
    change = {"title": todo(fake)["title"], "completed": False, "order": fake.integer(1, 999)}
    changes(api, made, change)


def test_others_stay(api, fake):
    """PATCH changes one todo and no other."""
    before, one, after = (make_todo(api, todo(fake)) for _ in range(3))
    is_success(api.patch(url_of(one), json={"title": fake.word(), "completed": True, "order": 7}))
    for other in (before, after):
        assert read(api, url_of(other)) == task(other)
