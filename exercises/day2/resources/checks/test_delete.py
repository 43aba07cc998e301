from grader.checks import ERROR
from grader.checks.rest import address, listed, make, nonsense


def test_answers_204(api, fake):
    """DELETE /products/<id> answers 204 with an empty body."""
    product = make(api, "/products", fake.product())[0]
    reply = api.delete(address("/products", product["id"]))
    assert reply.status_code == 204
    assert reply.content == b"", "a 204 answer has no body at all"


def test_then_404(api, fake):
    """Once a product is deleted, GET and a second DELETE answer 404 with a JSON error."""
    product = make(api, "/products", fake.product())[0]
    where = address("/products", product["id"])
    assert api.delete(where).status_code == 204
    for method in ("GET", "DELETE", "GET"):
        reply = api.request(method, where)
        assert reply.status_code == 404
        assert reply.json() == ERROR


def test_is_gone_from_the_list(api, fake):
    """A deleted product is no longer in the list; every other one still is."""
    category = fake.category()
    first, product, last = make(api, "/products", *(fake.product(category=category) for _ in range(3)))
    assert api.delete(address("/products", product["id"])).status_code == 204
    items = listed(api, category)
    assert product not in items
    assert first in items
    assert last in items


def test_unknown_is_404(api, fake):
    """DELETE of an unknown or nonsensical id answers 404 and deletes nothing."""
    product = make(api, "/products", fake.product())[0]
    for unknown in nonsense(fake, product["id"]):
        reply = api.delete(f"/products/{unknown}")
        assert reply.status_code == 404
        assert reply.json() == ERROR
    assert api.get(address("/products", product["id"])).json() == product
