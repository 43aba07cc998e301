"""The modules of the shop. Each has a blueprint called `bp`, which app.py registers."""

import cart
import orders
import products

MODULES = [products, cart, orders]
