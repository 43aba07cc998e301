from grader.checks.fuzzing import fuzz, read_document
from grader.checks.orders import bought, on_sale, put


def known(people, fake, buyer):
    """Ids that exist, of products in the buyer's cart and of the buyer's orders."""
    orders = [bought(people, fake, buyer).order["id"] for _ in range(3)]
    products = [on_sale(people, fake, stock=500) for _ in range(3)]
    for one in products:
        put(buyer, one)
    return {"product_id": [one["id"] for one in products], "order_id": orders}


def test_as_a_user(people, fake):
    """A user may send whatever they like to any address of openapi.yaml: no answer is a 5xx."""
    buyer = people.fresh().api
    fuzz(read_document(__file__), buyer, fake.integer(0, 10**9), known(people, fake, buyer))


def test_as_an_admin(people, fake):
    """So may an admin: no answer is a 5xx."""
    admin = people.admin().again()
    fuzz(read_document(__file__), admin, fake.integer(0, 10**9), known(people, fake, admin))
