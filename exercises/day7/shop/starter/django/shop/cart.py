"""/cart: what a user means to buy. Whoever is logged in has one of their own, and it is empty at first."""

from accounts.access import MemberView
from api.http import not_implemented


class Cart(MemberView):
    """/cart"""

    def get(self, request):
        """{"items": [{"product_id", "name", "price", "quantity"}], "total"}"""
        # TODO shop.cart: 200 with the whole cart; the total is right to the cent.
        return not_implemented()


class CartItems(MemberView):
    """/cart/items"""

    def post(self, request):
        """Puts {"product_id", "quantity"} into the cart. More than the stock is fine."""
        # TODO shop.cart: 200 with the whole cart. What is there already is added to. Unknown product: 404, no quantity:
        #   422.
        return not_implemented()


class CartItemDetail(MemberView):
    """/cart/items/7: the number is the product's"""

    def patch(self, request, product_id):
        """Sets the {"quantity"} of a product that is in the cart."""
        # TODO shop.cart: 200 with the whole cart; 404 where the product is not in it.
        return not_implemented()

    def delete(self, request, product_id):
        """Takes a product out of the cart."""
        # TODO shop.cart: 204; 404 where the product is not in it.
        return not_implemented()
