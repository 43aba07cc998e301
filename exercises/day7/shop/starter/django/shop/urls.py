"""Which view answers which address."""

from django.urls import path

from shop.cart import Cart, CartItemDetail, CartItems
from shop.orders import OrderDetail, OrderList
from shop.products import ProductDetail, ProductList

urlpatterns = [
    path("products", ProductList.as_view()),
    path("products/<id:product_id>", ProductDetail.as_view()),
    path("cart", Cart.as_view()),
    path("cart/items", CartItems.as_view()),
    path("cart/items/<id:product_id>", CartItemDetail.as_view()),
    path("orders", OrderList.as_view()),
    path("orders/<id:order_id>", OrderDetail.as_view()),
]
