"""Products: a RESTful resource with validation, filters, sorting and pages.

A product is {"id": …, "name": …, "price": …, "category": …, "in_stock": …} and lives in memory.
"""

import threading

from api.http import JsonView, not_implemented

products = {}  # by id, in the order of creation
lock = threading.Lock()  # every request runs in a thread of its own: change `products` inside of `with lock:`


class ProductList(JsonView):
    """/products"""

    def get(self, request):
        # The parameters are texts in request.GET. Go step by step, in this order:
        # TODO resources.read: 200 with {"items": [...], "total": N}.
        # TODO resources.filter: ?category= ?min_price= ?max_price= ?in_stock= keep what fits all of them.
        # TODO resources.sort: ?sort=price, -price or name; anything else is 422. Products of the same price stay in
        # the order of creation, in both directions: what does the word "stable" mean in Python's sorting guide?
        # TODO resources.page: ?page= and ?per_page= (1 and 20 when absent, at most 100) cut out a slice. `total`
        # still counts everything that matched. A page that is no number is the client's mistake: 422.
        # TODO resources.bulk: with 500 products every page together holds each product exactly once.
        return not_implemented()

    def post(self, request):
        # TODO resources.create: 201 with the product and its Location; in_stock is true when the client leaves it out.
        # TODO resources.validate: all broken rules at once, as 422 with {"error": …, "fields": {"price": "…", …}}.
        # name: 1 to 100 characters after trimming · price: a number from 0 with at most two decimals ·
        # category: a text that is not empty · in_stock: true or false. Two traps: isinstance(True, int) holds in
        # Python, and the number 1e400 is read as infinity.
        return not_implemented()


class ProductDetail(JsonView):
    """/products/<id>"""

    def get(self, request, product_id):
        # TODO resources.read: 200 with one product, or 404.
        return not_implemented()

    def put(self, request, product_id):
        # TODO resources.update: the body is the whole new product; what it leaves out is missing (or the default).
        return not_implemented()

    def patch(self, request, product_id):
        # TODO resources.update: change only what the body names, by the same rules as for a new product.
        return not_implemented()

    def delete(self, request, product_id):
        # TODO resources.delete: 204, then 404.
        return not_implemented()
