"""/products: everybody may look, admins write. What the list may be asked for is in catalog.py."""

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.urls import reverse

from accounts.access import AdminToWriteView
from api.http import read_object
from api.problems import ApiError
from api.validation import number_rule, obey, text_rule
from shop import catalog, money
from shop.models import Product


class ProductList(AdminToWriteView):
    def get(self, request):
        items, total = catalog.find(request.GET.dict())
        return JsonResponse({"items": [product.as_json() for product in items], "total": total})

    def post(self, request):
        product = Product.objects.create(**read_fields(request, ABSENT))
        where = reverse("product", args=[product.id])
        return JsonResponse(product.as_json(), status=201, headers={"Location": where})


class ProductDetail(AdminToWriteView):
    def get(self, request, product_id):
        return JsonResponse(find(Product.objects, product_id).as_json())

    def patch(self, request, product_id):
        """The row is locked from the look to the write: a stock that falls meanwhile is not put back to what it was."""
        fields = read_fields(request, {})
        with transaction.atomic():
            product = find(Product.objects.select_for_update(), product_id)
            for name, value in fields.items():
                setattr(product, name, value)
            product.save(update_fields=fields)
        return JsonResponse(product.as_json())

    def delete(self, request, product_id):
        """It goes out of all carts with it: on_delete=CASCADE says so. Orders have names and prices of their own.

        The lock keeps it from being put into one more cart while Django empties the others.
        """
        with transaction.atomic():
            find(Product.objects.select_for_update(), product_id).delete()
        return HttpResponse(status=204)


def find(products, product_id):
    product = products.filter(id=product_id).first()
    if product is None:
        raise ApiError(404, f"there is no product {product_id}")
    return product


# --- what a product is ------------------------------------------------------------------------------------------------
def read_fields(request, absent):
    """The columns of a product from the request's body."""
    fields = obey(RULES, absent | read_object(request))
    if "price" in fields:
        fields["price_cents"] = fields.pop("price")
    return fields


def name_rule(value):
    return text_rule(1, 100)(value.strip() if isinstance(value, str) else value)


def category_rule(value):
    category = text_rule(1, 100)(value)
    if not category.strip():
        raise ValueError("must not be blank")
    return category


RULES = {
    "name": name_rule,
    "description": text_rule(0, 5000),
    "category": category_rule,
    "price": money.price_rule,
    "stock": number_rule(0, 1_000_000),
}
ABSENT = {"name": None, "description": "", "category": None, "price": None, "stock": 0}
