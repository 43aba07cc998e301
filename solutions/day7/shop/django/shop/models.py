"""The tables of the shop. After every change here: python manage.py makemigrations"""

from django.conf import settings
from django.db import models

from shop import money

PENDING, PAID, SHIPPED, DELIVERED, CANCELLED = "pending", "paid", "shipped", "delivered", "cancelled"


class Product(models.Model):
    name = models.CharField(max_length=100)
    description = models.TextField()
    category = models.CharField(max_length=100, db_index=True)
    price_cents = models.IntegerField()
    # Positive: the database refuses less than 0. That is the second line; checkout.py is the first.
    stock = models.PositiveIntegerField()

    def as_json(self):
        return {
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "category": self.category,
            "price": money.amount(self.price_cents),
            "stock": self.stock,
        }


class CartItem(models.Model):
    """So many pieces of a product in a user's cart. Name and price are the product's own, as they are now."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    product = models.ForeignKey(Product, on_delete=models.CASCADE)
    quantity = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "product"], name="one_item_for_each_product")]

    def as_json(self):
        return {
            "product_id": self.product_id,
            "name": self.product.name,
            "price": money.amount(self.product.price_cents),
            "quantity": self.quantity,
        }


class Order(models.Model):
    """`key`: the Idempotency-Key that it was made with. NULL where there was none, and NULLs may be many."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    status = models.CharField(max_length=20, default=PENDING)
    key = models.CharField(max_length=255, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_order_for_each_key")]

    def as_json(self):
        items = self.items.all()
        return {
            "id": self.id,
            "user_id": self.user_id,
            "status": self.status,
            "items": [item.as_json() for item in items],
            "total": money.amount(sum(item.price_cents * item.quantity for item in items)),
        }


class OrderItem(models.Model):
    """What was bought, at the name and price of that moment. Its product may be gone: there is no foreign key."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="items")
    product_id = models.BigIntegerField()
    name = models.CharField(max_length=100)
    price_cents = models.IntegerField()
    quantity = models.IntegerField()

    class Meta:
        ordering = ["id"]

    def as_json(self):
        return {
            "product_id": self.product_id,
            "name": self.name,
            "price": money.amount(self.price_cents),
            "quantity": self.quantity,
        }
