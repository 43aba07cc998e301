"""Products: a RESTful resource with validation, filters, sorting and pages."""

import itertools
import threading

from django.http import HttpResponse, JsonResponse
from django.urls import reverse

from api.http import ApiError, JsonView, invalid, is_number, is_text, read_object

SORT_KEYS = ("price", "-price", "name", "-name")

products = {}  # by id, in the order of creation; a product is replaced as a whole, never changed in place
ids = itertools.count(1)  # only ever counts up, so an id is never used again
lock = threading.Lock()  # every request runs in a thread of its own


class ProductList(JsonView):
    def get(self, request):
        query = read_query(request.GET)
        with lock:
            found = list(products.values())
        found = [product for product in found if matches(product, query)]
        if query["sort"]:
            # A stable sort keeps ties in the order of creation, with reverse=True as well.
            key = query["sort"].removeprefix("-")
            found.sort(key=lambda product: product[key], reverse=query["sort"].startswith("-"))
        start = (query["page"] - 1) * query["per_page"]
        return JsonResponse({"items": found[start : start + query["per_page"]], "total": len(found)})

    def post(self, request):
        fields = read_product(request)
        with lock:
            product_id = next(ids)
            product = products[product_id] = {"id": product_id, **fields}
        return JsonResponse(product, status=201, headers={"Location": reverse("product", args=[product_id])})


class ProductDetail(JsonView):
    def get(self, request, product_id):
        return JsonResponse(find(product_id))

    def put(self, request, product_id):
        fields = read_product(request)
        with lock:
            find(product_id)
            product = products[product_id] = {"id": product_id, **fields}
        return JsonResponse(product)

    def patch(self, request, product_id):
        changes = read_product(request, partial=True)
        with lock:
            product = products[product_id] = {**find(product_id), **changes}
        return JsonResponse(product)

    def delete(self, request, product_id):
        with lock:
            find(product_id)
            del products[product_id]
        return HttpResponse(status=204)


def find(product_id):
    try:
        return products[product_id]
    except KeyError:
        raise ApiError(404, f"there is no product {product_id}") from None


# --- what a client may send -----------------------------------------------------------------------------------------
def is_name(value):
    return is_text(value) and len(value.strip()) <= 100


def is_price(value):
    return is_number(value) and value >= 0 and round(value, 2) == value


def is_flag(value):
    return isinstance(value, bool)


RULES = {
    "name": (is_name, "must be a text of 1 to 100 characters"),
    "price": (is_price, "must be a number from 0 with at most two decimals"),
    "category": (is_text, "must be a text that is not empty"),
    "in_stock": (is_flag, "must be true or false"),
}


def read_product(request, partial=False):
    """The valid fields of the body: all of them, or with `partial` just those that the client names."""
    body = read_object(request)
    if not partial:
        body = dict.fromkeys(RULES) | {"in_stock": True} | body
    fields = {field: body[field] for field in RULES if field in body}
    wrong = {field: RULES[field][1] for field, value in fields.items() if not RULES[field][0](value)}
    if wrong:
        raise invalid(wrong)
    if "name" in fields:
        fields["name"] = fields["name"].strip()
    return fields


# --- what a client may ask for --------------------------------------------------------------------------------------
def matches(product, query):
    return (
        (query["category"] is None or product["category"] == query["category"])
        and (query["min_price"] is None or product["price"] >= query["min_price"])
        and (query["max_price"] is None or product["price"] <= query["max_price"])
        and (query["in_stock"] is None or product["in_stock"] == query["in_stock"])
    )


def read_query(given):
    """The parameters of a list; None where a filter is absent."""
    query = {
        "category": given.get("category"),
        "min_price": parameter(given, "min_price", amount),
        "max_price": parameter(given, "max_price", amount),
        "in_stock": parameter(given, "in_stock", {"true": True, "false": False}.__getitem__),
        "sort": given.get("sort"),
        "page": parameter(given, "page", int, default=1),
        "per_page": parameter(given, "per_page", int, default=20),
    }
    if query["sort"] not in (None, *SORT_KEYS):
        raise invalid({"sort": f"must be one of {', '.join(SORT_KEYS)}"})
    if query["page"] < 1:
        raise invalid({"page": "must be 1 or more"})
    if not 1 <= query["per_page"] <= 100:
        raise invalid({"per_page": "must be from 1 to 100"})
    return query


def parameter(given, name, convert, default=None):
    if name not in given:
        return default
    try:
        return convert(given[name])
    except (ValueError, KeyError):
        raise invalid({name: f"can't be read: {given[name]!r}"}) from None


def amount(text):
    value = float(text)
    if not is_number(value):
        raise ValueError(text)
    return value
