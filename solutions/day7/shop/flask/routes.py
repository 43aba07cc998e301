"""The modules of the shop. Each has a blueprint called `bp`, which app.py registers."""

import cart
import catalog
import checkout
import orders
import products

MODULES = [catalog, products, cart, checkout, orders]
