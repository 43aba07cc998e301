from grader.checks.projects import another_is_empty, expect, lies_in, outlives, works_on_others
from grader.checks.todo_app import in_order, listed, make, move, page, several, shown, todo, url


def test_lies_there(people, fake, database):
    """A todo lies in a table of the database that DATABASE_URL names."""
    made = make(people.someone().api, todo(fake))
    lies_in(database, made["title"])


def test_another(people, fake, app, database):
    """On another, empty database the app makes its tables by itself; it knows nobody from the first one."""
    someone = people.someone()
    here = make(someone.api, todo(fake))
    there = another_is_empty(app, database, someone)
    assert page(there)["total"] == 0
    made = several(there, fake, 2)
    assert listed(there) == [shown(one) for one in made]
    assert expect(someone.api.get(url(here)), 200).json() == shown(here)


def test_both_kinds(people, fake, app, database):
    """The app works on SQLite and on a database server: accounts, todos, their order, a search."""

    def use(api):
        made = several(api, fake, 3)
        expect(move(api, made[2], made[0]), 200)
        expect(api.patch(url(made[1]), json={"completed": not made[1]["completed"]}), 200)
        in_order(api, [made[2], made[0], made[1]])
        assert page(api, q=made[0]["title"])["total"] == 1

    works_on_others(app, database, people.someone(), use)


def test_outlives(people, fake, app):
    """Accounts, credentials, todos, their order and their shares outlive a SIGKILL at once after the last answer."""
    person, other = people.fresh(), people.other()
    first, second, third = several(person.api, fake, 3)
    expect(person.api.post(url(first, "/share"), json={"email": other.email, "can_edit": True}), 200)
    expect(person.api.patch(url(second), json={"completed": not second["completed"]}), 200)
    expect(move(person.api, third, first), 200)
    outlives(
        app,
        lambda: listed(person.api),
        lambda: expect(other.api.get(url(first)), 200).json(),
        lambda: expect(person.api.get("/me"), 200).json(),
    )
    in_order(person.again(), [third, first, second])


def test_goes_on(people, fake, app):
    """After a restart new todos get ids and positions that no other has."""
    person = people.fresh()
    made = several(person.api, fake, 3)
    expect(person.api.delete(url(made[0])), 204)
    app.restart()
    made += several(person.api, fake, 2)
    in_order(person.api, made[1:])
    assert len({str(one["id"]) for one in made[1:]}) == len(made) - 1
