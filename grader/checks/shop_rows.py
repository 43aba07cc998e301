"""Draws the shop's rows from a seed: much by chance, and by design what tells a wrong query from a right one.

Names that are sorted by begin with words of which none is the beginning of another, so that no database's alphabet
orders them in another way.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

from grader.checks.shop import CANCELLED, OPEN, PAID, SHIPPED, Customer, Item, Order, Product, Review, Shop, View

GIVEN = "Ada Boris Chiara Dario Elif Femi Grace Hana Ivo Jonas Katya Liv Marek Nora Omar Priya Rafael Sofia Zoë".split()
FAMILY = "Abena Brandt Costa Dvořák Eriksen Fontaine Gupta Haddad Ito Jansen Kowalski Łysiak Moreau Novak Öz".split()
CITIES = "Aarhus Bergen Cork Dakar Essen Faro Ghent Hanoi Izmir Jena Kyoto Lagos Malmo Nantes".split()
LOOKS = """
Amber Birch Cobalt Denim Ember Frost Golden Hazel Ivory Jade Linen Maple Navy Olive Pearl Rustic Silver Tulip Velvet
Walnut
""".split()
THINGS = {
    "kitchen": "bowl jug kettle ladle pan spoon".split(),
    "books": "atlas cookbook diary novel".split(),
    "garden": "hose rake shears".split(),
    "office": "folder lamp stapler".split(),
    "toys": "kite robot train".split(),
    "music": "flute harp strings".split(),
}
COMMENTS = ("Fine.", "Would buy it again.", "It's smaller than I thought.", "Très bien!", "Broke after a week.")
FIRST, LAST = date(2024, 3, 1), date(2025, 11, 30)
CUT = date(2025, 1, 1)  # of task 11
VISITOR = 4242  # of task 12
VIEWS = 12_000


def draw_shop(seed: int) -> Shop:
    """The same seed gives the same shop."""
    return Drawing(random.Random(f"{seed}/shop")).shop()


def draw_views(seed: int) -> list[View]:
    """Who looked at what, and when: 12 000 rows, about six for each visitor, and no two at the same second."""
    rng = random.Random(f"{seed}/views")
    times = rng.sample(range(1_700_000_000, 1_760_000_000), VIEWS)
    visitors = [VISITOR] * rng.randint(6, 12)
    visitors += [rng.randint(1000, 2999) for _ in range(VIEWS - len(visitors))]
    rng.shuffle(visitors)
    pairs = enumerate(zip(visitors, times, strict=True), start=1)
    return [View(number, visitor, rng.randint(1, 60), moment) for number, (visitor, moment) in pairs]


class Drawing:
    """One shop in the making."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.customers: list[Customer] = []
        self.products: list[Product] = []
        self.orders: list[Order] = []
        self.items: list[Item] = []
        self.reviews: list[Review] = []
        self.order_ids = rng.sample(range(1001, 2000), 400)

    def shop(self) -> Shop:
        self.draw_customers()
        self.draw_products()
        self.draw_orders()
        self.draw_items()
        self.draw_reviews()
        rows = (self.customers, self.products, self.orders, self.items, self.reviews)
        for table in rows:
            self.rng.shuffle(table)
        return Shop(*rows)

    # --- customers ----------------------------------------------------------------------------------------------------
    def draw_customers(self) -> None:
        """Two pairs of people with the same name; a city where everybody has a phone, one where two have none."""
        count = self.rng.randint(22, 28)
        names = self.rng.sample([f"{given} {family}" for given in GIVEN for family in FAMILY], count - 2)
        names = [names[0], names[1], *names]  # so 0 and 2 are namesakes, and 1 and 3
        ids = self.rng.sample(range(101, 400), count)
        cities = self.rng.sample(CITIES, 7)
        for number, (customer_id, name) in enumerate(zip(ids, names, strict=True)):
            city = cities[number % 7]
            fixed = {0: True, 1: False}.get(number % 7, False if number in (2, 3, 4) else None)
            has_phone = self.rng.random() < 0.5 if fixed is None else fixed
            phone = f"+{self.rng.randint(30, 49)} {self.rng.randint(10**6, 10**7)}" if has_phone else None
            email = f"{name[0].lower()}{customer_id}@example.com"
            self.customers.append(Customer(customer_id, name, email, city, phone))

    # --- products -----------------------------------------------------------------------------------------------------
    def draw_products(self) -> None:
        """Prices at the limits of task 01 and ties; a category with one price, one with a product at its average."""
        rng, same, middle = self.rng, self.rng.randint(800, 4000), 3000
        tie, other = rng.sample(range(1500, 4500), 2)
        one, two = rng.sample(range(100, 900), 2)
        prices = {
            "kitchen": [tie] * 5 + [other] * 5 + [999, 1000, 5000, 5001, rng.randint(20_000, 60_000)],
            "books": rng.sample(range(600, 4000), rng.randint(5, 7)),
            "garden": [same] * rng.randint(3, 4),
            "office": [middle, middle - one, middle + one, middle - two, middle + two],
            "toys": rng.sample(range(20_000, 90_000), 5),
            "music": rng.sample(range(300, 900), 5),
        }
        prices["kitchen"] += [rng.randint(1001, 4999) for _ in range(rng.randint(2, 4))]
        ids = rng.sample(range(11, 99), sum(map(len, prices.values())))
        ids[:5], ids[5:10] = sorted(ids[:5]), sorted(ids[5:10])
        for category, amounts in prices.items():
            names = [f"{look} {rng.choice(THINGS[category])}" for look in rng.sample(LOOKS, len(amounts))]
            for start in (0, 5) if category == "kitchen" else ():
                # By their ids, which is how a database finds them, those of one price are neither up nor down.
                first, second, third, fourth, last = sorted(names[start : start + 5])
                names[start : start + 5] = [third, first, fourth, last, second]
            for name, amount in zip(names, amounts, strict=True):
                self.products.append(Product(ids.pop(0), name, category, amount))

    # --- orders -------------------------------------------------------------------------------------------------------
    def order(self, customer: int, status: str, on: date | None = None) -> Order:
        day = on or FIRST + timedelta(self.rng.randrange((LAST - FIRST).days))
        made = Order(self.order_ids.pop(), self.customers[customer].id, day.isoformat(), status)
        self.orders.append(made)
        return made

    def draw_orders(self) -> None:
        """By customers' numbers: 0 and 2 are namesakes with two each, 4 and 5 have none, 6 to 8 none that is open."""
        done = (PAID, SHIPPED)
        for customer in (0, 2):
            for _ in range(2):
                self.order(customer, self.rng.choice(done))
        self.order(0, CANCELLED)
        for customer in (6, 7):
            self.order(customer, CANCELLED)
        self.order(6, CANCELLED)
        for status in (*done, self.rng.choice(done)):  # exactly three; and three of which one is cancelled
            self.order(8, status)
        for status in (OPEN, self.rng.choice(done), CANCELLED):
            self.order(9, status)
        for customer in (1, 3, *range(10, len(self.customers))):
            for status in self.rng.choices((OPEN, PAID, SHIPPED, CANCELLED), (4, 3, 3, 2), k=self.rng.randint(1, 6)):
                self.order(customer, status)
        for status in (OPEN, OPEN, PAID):  # at least two open ones of one customer
            self.order(10, status)
        self.draw_days()

    def draw_days(self) -> None:
        """Days that tasks 02 and 11 turn on: the newest are cancelled, then two of one day, twelve of another."""
        regular = range(11, len(self.customers))
        for day in (21, 22):
            self.order(self.rng.choice(regular), CANCELLED, date(2025, 12, day))
        for status in (OPEN, SHIPPED):
            self.order(self.rng.choice(regular), status, date(2025, 12, 14))
        for _ in range(12):
            self.order(self.rng.choice(regular), self.rng.choice((OPEN, PAID, SHIPPED)), date(2025, 12, 5))
        before, early = CUT - timedelta(1), FIRST + timedelta(self.rng.randint(20, 200))
        for status, day_of in ((OPEN, before), (OPEN, CUT), (OPEN, early), (PAID, before), (SHIPPED, early)):
            self.order(self.rng.choice(regular), status, day_of)
        self.order(self.rng.choice(regular), OPEN, CUT + timedelta(self.rng.randint(30, 200)))

    # --- items --------------------------------------------------------------------------------------------------------
    def item(self, order: Order, product: Product, quantity: int, discount: int | None) -> None:
        price = product.price_cents if self.rng.random() < 0.6 else round(product.price_cents * 0.9)
        self.items.append(Item(len(self.items) + 5001, order.id, product.id, quantity, price, discount))

    def draw_items(self) -> None:
        """Orders with nothing in them; a product twice in one order; discounts that are NULL, alone and in company."""
        rng = self.rng
        books = [product for product in self.products if product.category == "books"]
        unsold = rng.sample([product for product in self.products if product not in books[:2]], 4)
        products = [product for product in self.products if product not in unsold]
        kept = [order for order in self.orders if order.status != CANCELLED]
        gone = [order for order in self.orders if order.status == CANCELLED]
        *nothing, twice, mixed, bare = rng.sample(kept, 6)
        empty = {order.id for order in (*nothing, bare, rng.choice(gone))}
        for order in self.orders:
            for _ in range(0 if order.id in empty else rng.randint(1, 4)):
                product, quantity = rng.choice(products), rng.randint(1, 5)
                most = product.price_cents * quantity // 3
                self.item(order, product, quantity, rng.randint(0, most) if rng.random() < 0.4 else None)
        for product in rng.sample(products, 2):
            self.item(bare, product, rng.randint(1, 3), None)
        for _ in range(2):
            self.item(twice, books[0], 2, None)
        self.item(mixed, books[1], 1, 50)
        self.item(mixed, books[0], 3, None)
        self.item(next(order for order in gone if order.id not in empty), books[1], 1, None)

    # --- reviews ------------------------------------------------------------------------------------------------------
    def draw_reviews(self) -> None:
        """A product with reviews but no rating, one with an average between two numbers, many with no review."""
        rng = self.rng
        reviewed = rng.sample(self.products, 14)
        stars: list[list[int | None]] = [[None, None], [2, 3, 3], [5, None, 2], [4, None]]
        stars += [[rng.choice((1, 2, 3, 4, 5, None)) for _ in range(rng.randint(1, 6))] for _ in reviewed[4:]]
        for product, ratings in zip(reviewed, stars, strict=True):
            for rating in ratings:
                customer = rng.choice(self.customers).id
                made = Review(len(self.reviews) + 301, product.id, customer, rating, rng.choice(COMMENTS))
                self.reviews.append(made)
