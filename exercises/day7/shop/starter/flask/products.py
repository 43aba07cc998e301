"""/products: a product is {"id", "name", "description", "category", "price", "stock"}. Everybody may look, admins write.

    name         1 to 100 characters, after the blanks around it are cut off
    description  up to 5 000 characters; "" where it is absent
    category     1 to 100 characters, not blank
    price        a number from 0 to 1 000 000 with at most two decimals
    stock        a whole number from 0 to 1 000 000; 0 where it is absent
"""

from flask import Blueprint

from web import not_yet

bp = Blueprint("products", __name__, url_prefix="/products")

# TODO shop.catalog: a table of products (users.py shows how one is declared). Keep the price as whole cents: a float is
#   never exactly 19.99, and cents add up without a rest.
# TODO shop.auth: who writes must be an admin: 401 for nobody, 403 for a plain user, before anything is read.
# TODO shop.catalog: the rules above, once for POST and PATCH. text_rule() and obey() of web.py do half of it.


@bp.get("")
def list_products():
    """A page of the products: {"items": [...], "total": how many match on all pages}. For everybody."""
    # TODO shop.catalog: ?q= ?category= ?min_price= ?max_price= ?in_stock= ?sort= ?page= ?per_page=, as on day 2. Let the
    #   database filter, sort and cut out the page; ties and no sort: in the order of the ids.
    return not_yet()


@bp.post("")
def create_product():
    """A new product. For admins."""
    # TODO shop.catalog: 201, the product, and its Location.
    return not_yet()


@bp.get("/<id:product_id>")
def get_product(product_id: int):
    """One product, for everybody. 404 where there is none."""
    # TODO shop.catalog: 200 with the product.
    return not_yet()


@bp.patch("/<id:product_id>")
def change_product(product_id: int):
    """The product with some fields changed: those that the body names. For admins."""
    # TODO shop.catalog: 200 with the whole product.
    return not_yet()


@bp.delete("/<id:product_id>")
def delete_product(product_id: int):
    """Takes it out of the catalog and out of all carts. For admins."""
    # TODO shop.catalog: 204, then 404. Orders keep what was bought: what must they not need the product for?
    return not_yet()
