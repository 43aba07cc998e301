"""Which view answers which address."""

from django.urls import path

from api import json_api, products, users
from api.http import Health

urlpatterns = [
    path("health", Health.as_view()),
    path("users", users.UserList.as_view()),
    path("users/<int:user_id>", users.UserDetail.as_view(), name="user"),
    path("products", products.ProductList.as_view()),
    path("products/<int:product_id>", products.ProductDetail.as_view(), name="product"),
    path("echo", json_api.Echo.as_view()),
    path("stats", json_api.Stats.as_view()),
    path("orders/total", json_api.OrderTotal.as_view()),
]
