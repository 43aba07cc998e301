"""The list of products: what to search for, in which order, and which page of it. Everything in it is the client's."""

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Collate

from api.validation import is_storable, obey
from shop import money
from shop.models import Product

LONGEST = 5000  # characters of a description; what is longer is in none, and SQLite would refuse to look for it

# The order of these databases is a dictionary's, where apple comes before Zebra. This one goes by code points.
COLLATIONS = {"postgresql": "C", "mysql": "utf8mb4_bin"}


def find(query):
    """(one page of the products, the number of all that match)"""
    wanted = obey(RULES, {"page": "1", "per_page": "20"} | query)
    found = Product.objects.filter(*conditions(wanted))
    start = (wanted["page"] - 1) * wanted["per_page"]
    page = in_order(found, wanted.get("sort", ""))[start : start + wanted["per_page"]]
    return page, found.count()


def conditions(wanted):
    """One for each filter that is there; all of them must hold."""
    tests = {
        "q": contains,
        "category": lambda value: Q(category=value),
        "min_price": lambda value: Q(price_cents__gte=value),
        "max_price": lambda value: Q(price_cents__lte=value),
        "in_stock": lambda value: Q(stock__gt=0) if value else Q(stock=0),
    }
    return [test(wanted[name]) for name, test in tests.items() if name in wanted]


def contains(word):
    """Django makes % and _ plain characters, which LIKE would take for "anything" and "any character"."""
    if len(word) > LONGEST:
        return Q(pk__in=[])
    return Q(name__icontains=word) | Q(description__icontains=word)


def in_order(products, sort):
    """Equals stay in the order in which they were made, descending too: that is the order of the ids."""
    collation = COLLATIONS.get(connection.vendor)
    by_name = Collate("name", collation) if collation else "name"
    columns = {"price": ["price_cents"], "-price": ["-price_cents"], "name": [by_name]}.get(sort, [])
    return products.order_by(*columns, "id")


# --- the parameters, which are texts ----------------------------------------------------------------------------------
def word_rule(value):
    if not is_storable(value):
        raise ValueError("has a character that no product has")
    return value


def truth_rule(value):
    if value not in ("true", "false"):
        raise ValueError("must be true or false")
    return value == "true"


def sort_rule(value):
    if value not in ("price", "-price", "name"):
        raise ValueError("must be price, -price or name")
    return value


def count_rule(most):
    def rule(value):
        if not (value.isascii() and value.isdecimal() and len(value) <= len(str(most)) and 1 <= int(value) <= most):
            raise ValueError(f"must be a whole number from 1 to {most}")
        return int(value)

    return rule


RULES = {
    "q": word_rule,
    "category": word_rule,
    "min_price": money.at_least,
    "max_price": money.at_most,
    "in_stock": truth_rule,
    "sort": sort_rule,
    "page": count_rule(999_999_999),
    "per_page": count_rule(100),
}
