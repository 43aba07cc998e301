"""/products: everybody may look, admins write.

A product is {"id", "name", "description", "category", "price", "stock"}:

    name         1 to 100 characters, after the blanks around it are cut off
    description  up to 5 000 characters; "" where it is absent
    category     1 to 100 characters, not blank
    price        a number from 0 to 1 000 000 with at most two decimals
    stock        a whole number from 0 to 1 000 000; 0 where it is absent
"""

from api.http import JsonView, not_implemented

# TODO shop.auth: who writes must be an admin: 401 for nobody, 403 for a plain user, before anything is read. A view has
#   check_access() for that: accounts/access.py is the place for a class that does it for both views.
# TODO shop.catalog: the rules above, once for POST and PATCH. text_rule() and obey() of api/validation.py do half
#   of it.


class ProductList(JsonView):
    """/products"""

    def get(self, request):
        """A page of the products: {"items": [...], "total": how many match on all pages}. For everybody."""
        # TODO shop.catalog: ?q= ?category= ?min_price= ?max_price= ?in_stock= ?sort= ?page= ?per_page=, as on day 2.
        #   Let the database filter, sort and cut out the page; ties and no sort: in the order of the ids.
        return not_implemented()

    def post(self, request):
        """A new product. For admins."""
        # TODO shop.catalog: 201, the product, and its Location.
        return not_implemented()


class ProductDetail(JsonView):
    """/products/7"""

    def get(self, request, product_id):
        """One product, for everybody. 404 where there is none."""
        # TODO shop.catalog: 200 with the product.
        return not_implemented()

    def patch(self, request, product_id):
        """The product with some fields changed: those that the body names. For admins."""
        # TODO shop.catalog: 200 with the whole product.
        return not_implemented()

    def delete(self, request, product_id):
        """Takes it out of the catalog and out of all carts. For admins."""
        # TODO shop.catalog: 204, then 404. Orders keep what was bought: what must they not need the product for?
        return not_implemented()
