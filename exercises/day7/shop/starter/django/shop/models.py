"""The tables of the shop. After every change here: python manage.py makemigrations. The Procfile's line migrates."""

# TODO shop.catalog: Product. Keep the price as whole cents or as a DecimalField: a float is never exactly 19.99.
# TODO shop.cart: CartItem, a row for each user and product, with a quantity from 1 to 1 000 in it. Name and price are
#   not in it: they are the product's own, as they are now.
# TODO shop.checkout: Order, and OrderItem for what is in it. With the name and the price of the moment, or old orders
#   change when a price does.
