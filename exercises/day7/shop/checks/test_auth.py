from grader.checks import projects
from grader.checks.orders import CART, ITEMS, ORDERS, product
from grader.checks.rest import PRODUCTS


def test_register(people):
    """POST /auth/register answers 201 with id, email and name, and shows no password."""
    projects.registers(people)


def test_register_once(people):
    """An e-mail that is taken, in whatever case, is 409."""
    projects.registers_once(people)


def test_register_no_nonsense(people):
    """A bad e-mail or a password of nine characters is 422, and named."""
    projects.registers_no_nonsense(people)


def test_login(people):
    """POST /auth/login gives credentials, GET /me says whose they are; a wrong login is 401."""
    projects.logs_in(people)


def test_logout(api, people):
    """After POST /auth/logout (204) the same credentials are 401."""
    projects.logs_out(api, people)


def test_closed(api, fake, people):
    """Making a product, the cart and the orders are closed (401) to whoever has no good credentials."""
    some = {"product_id": fake.integer(1, 9), "quantity": 1}
    closed = [("POST", PRODUCTS, product(fake)), ("GET", CART, None), ("POST", ITEMS, some)]
    projects.closed(api, people, [*closed, ("GET", ORDERS, None), ("POST", ORDERS, None)])


def test_open(api):
    """Everybody may look at the list of products, without credentials."""
    assert api.get(PRODUCTS).status_code == 200


def test_nobody_makes_themselves_admin(fake, people):
    """Registering with is_admin or a role makes nobody an admin: making a product stays 403."""
    account = people.account()
    client = people.client()
    sent = account.json | {"is_admin": True, "role": "admin", "admin": True}
    projects.expect(client.post("/auth/register", json=sent), 201)
    client.login(account.email, account.password)
    projects.refused(client.post(PRODUCTS, json=product(fake)), 403)
