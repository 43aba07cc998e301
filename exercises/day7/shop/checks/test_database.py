from grader.checks import projects
from grader.checks.orders import (
    CART,
    ORDERS,
    PRODUCTS,
    cart,
    check_out,
    in_stock,
    keyed,
    on_sale,
    place,
    product,
    put,
)
from grader.checks.rest import created, page


def test_lies_in_the_database(fake, people, database):
    """A product lies in a table of the database that DATABASE_URL names."""
    projects.lies_in(database, on_sale(people, fake)["name"])


def test_outlives_a_kill(api, fake, people, app):
    """Products, carts, orders and stock are the same after a SIGKILL and a new start."""
    person = people.fresh()
    lamp, chair = on_sale(people, fake), on_sale(people, fake)
    put(person.api, lamp, 2)
    check_out(person.api)
    put(person.api, chair, 3)
    projects.outlives(
        app,
        lambda: [projects.expect(api.get(place(one)), 200).json() for one in (lamp, chair)],
        lambda: projects.expect(person.api.get(CART), 200).json(),
        lambda: projects.expect(person.api.get(ORDERS), 200).json(),
    )


def test_keys_outlive_a_kill(fake, people, app):
    """An Idempotency-Key is remembered after a SIGKILL and a new start: no second order."""
    person, key = people.fresh(), fake.word()
    lamp = on_sale(people, fake, stock=9)
    put(person.api, lamp)
    made = check_out(person.api, key)
    app.restart()
    put(person.api, lamp)
    again = projects.expect(person.api.post(ORDERS, headers=keyed(key)), 201)
    assert again.json() == made
    in_stock(person.api, lamp, 8)


def test_both_kinds(fake, people, app, database):
    """The shop works on SQLite and on a database server: accounts, products, a cart, an order."""

    def use(api):  # an admin's: the e-mail is that of ADMIN_EMAIL there as well
        lamp = created(api.post(PRODUCTS, json=product(fake, stock=5)))
        assert put(api, lamp, 2) == cart((lamp, 2))
        check_out(api)
        in_stock(api, lamp, 3)
        assert page(api, q=lamp["name"].upper())["total"] == 1

    projects.works_on_others(app, database, people.admin(), use)


def test_another_database(fake, people, app, database):
    """With another DATABASE_URL the shop is another one: empty, and it works."""
    here = on_sale(people, fake)
    there = projects.another_is_empty(app, database, people.fresh())
    assert page(there, category=here["category"]) == {"items": [], "total": 0}
    assert projects.expect(there.get(CART), 200).json()["items"] == []
    assert projects.expect(there.get(ORDERS), 200).json() == []
