from itertools import cycle

from grader.checks import containing
from grader.checks.notes import listed, read
from grader.checks.todo_page import path_of
from grader.checks.todos import TODOS, is_success, make_todo, todo


def in_turn(app, api):
    """Two servers by the production command, as a round-robin proxy has them: each time the other one."""
    app.restart(production=True)
    other = app.second(production=True)
    other.session.cookies = api.session.cookies  # one browser, one cookie jar
    servers = cycle((api, other))
    return lambda: next(servers)


def test_what_one_stores_the_other_has(api, app, fake):
    """A todo that one server has made is there when the other one is asked next, for itself and in the list."""
    turn = in_turn(app, api)
    for _ in range(3):
        listed(turn(), TODOS)
        made = make_todo(turn(), todo(fake, order=fake.integer(1, 999)))
        expected = containing(title=made["title"], completed=False, order=made["order"])
        assert read(turn(), path_of(made)) == expected
        for _ in range(2):
            found = [item for item in listed(turn(), TODOS) if item.get("title") == made["title"]]
            assert found == [expected]


def test_what_one_changes_the_other_shows(api, app, fake):
    """What is changed or deleted at one server is so at the other one."""
    turn = in_turn(app, api)
    made = [make_todo(turn(), todo(fake)) for _ in range(4)]
    for number, one in enumerate(made):
        for server in (turn(), turn()):
            assert read(server, path_of(one)) == containing(title=one["title"], completed=False)
        if number % 2:
            turn()  # so that it is not always the same one that changes
        is_success(turn().patch(path_of(one), json={"completed": True}))
        for server in (turn(), turn()):
            assert read(server, path_of(one)) == containing(title=one["title"], completed=True)
        is_success(turn().delete(path_of(one)))
        for server in (turn(), turn()):
            assert server.get(path_of(one)).status_code == 404
            assert one["title"] not in [item.get("title") for item in listed(server, TODOS)]


def test_no_address_is_given_twice(api, app, fake):
    """Todos that are made in turn have an address each, and it leads to the same todo at both."""
    turn = in_turn(app, api)
    made = [make_todo(turn(), todo(fake)) for _ in range(8)]
    paths = [path_of(one) for one in made]
    assert len(set(paths)) == len(paths), "each todo has an address of its own"
    for one in made:
        for server in (turn(), turn()):
            assert read(server, path_of(one)) == containing(title=one["title"])
