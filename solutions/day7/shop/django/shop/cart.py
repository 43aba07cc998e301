"""/cart: what a user means to buy. It holds quantities; names and prices are the products' own, as they are now."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpResponse, JsonResponse

from accounts.access import MemberView
from accounts.models import User
from api.http import read_object
from api.problems import ApiError, invalid
from api.validation import number_rule, obey
from shop import money
from shop.models import CartItem, Product

MOST = 1000
LARGEST_ID = 999_999_999


class Cart(MemberView):
    def get(self, request):
        return cart_of(request.user)


class CartItems(MemberView):
    def post(self, request):
        fields = obey(RULES, {"product_id": None, "quantity": None} | read_object(request))
        try:
            with transaction.atomic():
                one_at_a_time(request.user)
                add(request.user, fields["product_id"], fields["quantity"])
        except IntegrityError:  # the product was deleted while it was on its way into the cart
            raise no_such_product() from None
        return cart_of(request.user)


class CartItemDetail(MemberView):
    def patch(self, request, product_id):
        fields = obey({"quantity": RULES["quantity"]}, {"quantity": None} | read_object(request))
        with transaction.atomic():
            one_at_a_time(request.user)
            changed = items_of(request.user).filter(product_id=product_id).update(quantity=fields["quantity"])
        if not changed:
            raise not_in_cart()
        return cart_of(request.user)

    def delete(self, request, product_id):
        with transaction.atomic():
            one_at_a_time(request.user)
            gone, _ = items_of(request.user).filter(product_id=product_id).delete()
        if not gone:
            raise not_in_cart()
        return HttpResponse(status=204)


def add(user, product_id, quantity):
    """So many pieces more. Whether there are as many in stock is settled at the checkout."""
    if product_id is None or not Product.objects.filter(id=product_id).exists():
        raise no_such_product()
    item = items_of(user).filter(product_id=product_id).first()
    item = item or CartItem(user=user, product_id=product_id, quantity=0)
    item.quantity += quantity
    if item.quantity > MOST:
        raise invalid({"quantity": f"would become more than {MOST}"})
    item.save()


def one_at_a_time(user):
    """Until the end of this transaction, whoever calls this for the same user has to wait. Whatever changes a cart
    does, so that it stays as it is while an order is made of it.

    The write changes nothing, but it locks the row. (In SQLite the transaction has locked the whole file when it began:
    see transaction_mode in config/database.py.)
    """
    User.objects.filter(id=user.id).update(name=F("name"))


def items_of(user):
    return CartItem.objects.filter(user=user)


def cart_of(user):
    """The answer with the whole cart, in the order in which it was filled."""
    items = list(items_of(user).select_related("product").order_by("id"))
    total = money.amount(sum(item.product.price_cents * item.quantity for item in items))
    return JsonResponse({"items": [item.as_json() for item in items], "total": total})


def id_rule(value):
    """The rule for a product's id. One that is well formed and can't be any product's gives None: that is 404."""
    if not isinstance(value, (int, str)) or isinstance(value, bool):
        raise ValueError("must be the id of a product")
    return value if isinstance(value, int) and 0 < value <= LARGEST_ID else None


RULES = {"product_id": id_rule, "quantity": number_rule(1, MOST)}


def no_such_product():
    return ApiError(404, "there is no such product")


def not_in_cart():
    return ApiError(404, "this product is not in your cart")
