"""From a cart to an order: all of it in one transaction, or nothing."""

import re

from django.db import transaction
from django.db.models import F

from api.problems import ApiError, invalid
from shop.cart import items_of, one_at_a_time
from shop.models import PENDING, Order, OrderItem, Product

KEY = re.compile(r"[!-~]{1,255}")


def check_out(request):
    """Key, order, stock and cart in one transaction, and one checkout at a time for each user: so whoever sends a key
    twice at the same time waits here until the first is done, and then finds its order.
    """
    user, key = request.user, read_key(request)
    with transaction.atomic():
        one_at_a_time(user)
        order = made_with(user, key) or order_cart(user, key)
        # The same key gets the same body, whatever has become of the order since: at first it was pending.
        return order.as_json() | {"status": PENDING}


def read_key(request):
    key = request.headers.get("Idempotency-Key")
    if key is not None and not KEY.fullmatch(key):
        raise invalid({"Idempotency-Key": "must be 1 to 255 printable ASCII characters without blanks"})
    return key


def made_with(user, key):
    """The order that this user has made with this key."""
    return Order.objects.filter(user=user, key=key).first() if key else None


def order_cart(user, key):
    """A new order of all that is in the cart. 409 undoes everything: the exception ends the transaction."""
    for item in items_of(user).select_related("product").order_by("product_id"):
        take(item)  # all in the same order, or two carts would wait for each other for ever
    # From here on nobody else can change these products until the end: the prices are those of this moment.
    items = list(items_of(user).select_related("product").order_by("id"))
    if not items:
        raise ApiError(409, "your cart is empty")
    order = Order.objects.create(user=user, key=key)
    OrderItem.objects.bulk_create(bought(order, item) for item in items)
    items_of(user).delete()
    return order


def take(item):
    """Looks and writes in one statement: between the two nobody else can take the last piece."""
    enough = Product.objects.filter(id=item.product_id, stock__gte=item.quantity)
    if not enough.update(stock=F("stock") - item.quantity):
        raise ApiError(409, f"there are not {item.quantity} of {item.product.name} in stock")


def bought(order, item):
    product = item.product
    return OrderItem(
        order=order,
        product_id=product.id,
        name=product.name,
        price_cents=product.price_cents,
        quantity=item.quantity,
    )
