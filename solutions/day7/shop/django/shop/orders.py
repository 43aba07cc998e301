"""/orders: who may see them, and which way they go. checkout.py makes them."""

from django.db import transaction
from django.db.models import F
from django.http import JsonResponse
from django.urls import reverse

from accounts.access import MemberView
from api.http import read_object
from api.problems import ApiError
from api.validation import obey
from shop.checkout import check_out
from shop.models import CANCELLED, DELIVERED, PAID, PENDING, SHIPPED, Order, Product

NEXT = {
    PENDING: {PAID, CANCELLED},
    PAID: {SHIPPED, CANCELLED},
    SHIPPED: {DELIVERED},
    DELIVERED: set(),
    CANCELLED: set(),
}
FOR_THE_OWNER = {PAID, CANCELLED}


class OrderList(MemberView):
    def get(self, request):
        orders = visible(request.user).order_by("id").prefetch_related("items")
        return JsonResponse([order.as_json() for order in orders], safe=False)

    def post(self, request):
        made = check_out(request)
        return JsonResponse(made, status=201, headers={"Location": reverse("order", args=[made["id"]])})


class OrderDetail(MemberView):
    def get(self, request, order_id):
        return JsonResponse(find(request.user, order_id).as_json())

    def patch(self, request, order_id):
        status = obey({"status": status_rule}, {"status": None} | read_object(request))["status"]
        with transaction.atomic():
            order = find(request.user, order_id)
            if not request.user.is_admin and status not in FOR_THE_OWNER:
                raise ApiError(403, f"only admins may set an order to {status}")
            move(order, status)
        return JsonResponse(order.as_json())


def visible(user):
    """The orders that this user may see."""
    return Order.objects.all() if user.is_admin else Order.objects.filter(user=user)


def find(user, order_id):
    order = visible(user).filter(id=order_id).first()
    if order is None:
        raise ApiError(404, f"there is no order {order_id}")
    return order


def move(order, status):
    """409 where no arrow leads there, or where somebody else was faster: then its status is no longer what was read."""
    old = order.status
    if status not in NEXT[old]:
        raise ApiError(409, f"an order that is {old} can't become {status}")
    if not Order.objects.filter(id=order.id, status=old).update(status=status):
        raise ApiError(409, "the order was moved by somebody else at the same time")
    order.status = status
    if status == CANCELLED:
        for item in order.items.order_by("product_id"):
            Product.objects.filter(id=item.product_id).update(stock=F("stock") + item.quantity)


def status_rule(value):
    if not isinstance(value, str) or value not in NEXT:
        raise ValueError("must be one of " + ", ".join(NEXT))
    return value
