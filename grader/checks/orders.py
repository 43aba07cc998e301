"""What checks of the shop share: products on sale, carts, orders, and twenty buyers at the same moment.

A helper that finds a fault raises Miss with its words ready: an assert outside a check would not be explained.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from grader.checks.api import UNSET, Api
from grader.checks.auth import LOGIN, ME, Account, Client
from grader.checks.credentials import Credentials
from grader.checks.crowd import Crowd
from grader.checks.exchange import Patience
from grader.checks.fake import Fake
from grader.checks.matchers import Containing, containing
from grader.checks.people import People, Person
from grader.checks.projects import expect
from grader.checks.reply import Reply
from grader.checks.rest import ID, PRODUCTS, address, created
from grader.checks.values import Miss, same, say

CART, ITEMS, ORDERS = "/cart", "/cart/items", "/orders"
PATIENCE = 15.0  # seconds for one answer, while nineteen others wait for theirs

A = TypeVar("A", bound=Api)
Line = tuple[dict[str, Any], int]  # a product and how many pieces of it


# --- products ---------------------------------------------------------------------------------------------------------
def product(fake: Fake, **given: Any) -> dict[str, Any]:
    """What is sent to make a product, every field present; keyword arguments replace fields."""
    drawn = fake.product()
    del drawn["in_stock"]
    return drawn | {"description": f"{fake.word()} {fake.word()}", "stock": fake.integer(20, 90)} | given


def shown(sent: Mapping[str, Any]) -> Containing:
    """A product as the shop shows it, by what was sent to make it."""
    return containing({**sent, "id": ID})


def on_sale(people: People, fake: Fake, **given: Any) -> dict[str, Any]:
    """A new product, as the shop answers with it."""
    sent = product(fake, **given)
    made = created(people.admin().api.post(PRODUCTS, json=sent))
    if not same(made, shown(sent)):
        raise Miss(f"the new product with all its fields: {say(sent)}", say(made))
    return made


def place(one: Mapping[str, Any]) -> str:
    return address(PRODUCTS, one["id"])


def stock_of(api: Api, one: Mapping[str, Any]) -> Any:
    """How many pieces there are now."""
    body = expect(api.get(place(one)), 200).json()
    if not (isinstance(body, dict) and "stock" in body):
        raise Miss("a product with its stock", say(body))
    return body["stock"]


def in_stock(api: Api, one: Mapping[str, Any], wanted: int) -> None:
    """Raises Miss unless there are so many pieces of the product now."""
    got = stock_of(api, one)
    if not same(got, wanted):
        raise Miss(f"a stock of {wanted} for product {one['id']}, after the requests of this check", say(got))


# --- carts ------------------------------------------------------------------------------------------------------------
def item_of(one: Mapping[str, Any]) -> str:
    """The address of a product in one's cart."""
    return address(ITEMS, one["id"])


def put(api: Api, one: Mapping[str, Any], quantity: int = 1) -> Any:
    """Puts pieces into the cart; the cart as the shop answers with it."""
    return expect(api.post(ITEMS, json={"product_id": one["id"], "quantity": quantity}), 200).json()


def cart_of(api: Api) -> Any:
    return expect(api.get(CART), 200).json()


def lines(*wanted: Line) -> list[Containing]:
    """The items of a cart or order with these products and quantities, at the prices that the products have here."""
    return [
        containing(product_id=one["id"], name=one["name"], price=one["price"], quantity=quantity)
        for one, quantity in wanted
    ]


def total_of(*wanted: Line) -> float:
    """Their sum, to the cent: what is read as 0.30000000000000004 is not 0.3."""
    cents: int = sum(round(one["price"] * 100) * quantity for one, quantity in wanted)
    return cents / 100


def cart(*wanted: Line) -> Containing:
    """A cart with just these products and quantities."""
    return containing(items=lines(*wanted), total=total_of(*wanted))


# --- orders -----------------------------------------------------------------------------------------------------------
def keyed(key: str | None) -> dict[str, str]:
    return {} if key is None else {"Idempotency-Key": key}


def check_out(api: Api, key: str | None = None) -> dict[str, Any]:
    """Makes an order of the cart; the order as the shop answers with it."""
    return created(api.post(ORDERS, headers=keyed(key)))


def bought(people: People, fake: Fake, buyer: Client, quantity: int = 1, **given: Any) -> Bought:
    """A new order of a new product."""
    one = on_sale(people, fake, **given)
    put(buyer, one, quantity)
    return Bought(one, quantity, check_out(buyer))


@dataclass(frozen=True)
class Bought:
    """An order of so many pieces of one product."""

    product: dict[str, Any]
    quantity: int
    order: dict[str, Any]

    @property
    def place(self) -> str:
        return address(ORDERS, self.order["id"])


def order(status: str, *wanted: Line) -> Containing:
    return containing(id=ID, user_id=ID, status=status, items=lines(*wanted), total=total_of(*wanted))


def orders_of(api: Api) -> list[dict[str, Any]]:
    """The list of orders that somebody sees. Raises Miss unless it is an array of orders."""
    body = expect(api.get(ORDERS), 200).json()
    if not isinstance(body, list) or not all(isinstance(one, dict) and "id" in one for one in body):
        raise Miss("a JSON array of orders, each with its id", say(body))
    return body


def made_by(person: Person) -> list[dict[str, Any]]:
    """The orders in somebody's list that are their own; that others' are in it too is for another goal to say."""
    return [one for one in orders_of(person.api) if str(one.get("user_id")) == str(person.user["id"])]


def ids(orders: Iterable[Mapping[str, Any]]) -> list[str]:
    return [str(one["id"]) for one in orders]


def moved(api: Api, where: str, status: str) -> Reply:
    """Asks for another status of the order."""
    return api.patch(where, json={"status": status})


# --- many at the same time --------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Call:
    """One request of somebody's."""

    who: Credentials
    method: str
    path: str
    json: Any = UNSET
    headers: Mapping[str, str] = field(default_factory=dict)


def patient(api: A) -> A:
    """The same api, which waits longer: right after a crowd an answer takes its time."""
    api.patience = Patience(PATIENCE)
    return api


def at_once(crowd: Crowd, calls: Sequence[Call]) -> list[Reply]:
    """Sends all of them at the same time; the answers in their order."""
    how = [{"json": call.json, "headers": {**call.who.headers, **call.headers}} for call in calls]
    requests = [(call.method, call.path, about) for call, about in zip(calls, how, strict=True)]
    return crowd.send(requests, PATIENCE)


@dataclass
class Buyers:
    """Accounts for crowds. A slow hash costs time, so a run makes them once: its process sees one app."""

    accounts: list[tuple[Account, Credentials]] = field(default_factory=list)

    def take(self, people: People, count: int) -> list[Credentials]:
        """So many users who are logged in, each with a cart that was emptied."""
        self.accounts = [self._awake(people, *kept) for kept in self.accounts]
        while len(self.accounts) < count:
            self.accounts.append(self._new(people))
        buyers = [who for _, who in self.accounts[:count]]
        client = people.client()
        for who in buyers:
            self._empty(client, who)
        client.session.close()
        return buyers

    def _new(self, people: People) -> tuple[Account, Credentials]:
        """What is kept of an account leaves no connection open: those of a crowd are to be the only ones."""
        person = people.fresh()
        person.api.session.close()
        return person.account, person.credentials

    def _empty(self, client: Client, who: Credentials) -> None:
        """What an earlier check has left in the cart, wherever it ended."""
        for item in expect(client.get(CART, headers=who.headers), 200).json()["items"]:
            client.delete(address(ITEMS, item["product_id"]), headers=who.headers)

    def _awake(self, people: People, account: Account, who: Credentials) -> tuple[Account, Credentials]:
        client = people.client()
        known = client.get(ME, headers=who.headers).status_code == 200
        client.session.close()
        if known:
            return account, who
        if client.post(LOGIN, json=account.login).status_code == 200:
            client.login(account.email, account.password)
            who = client.credentials()
            client.session.close()
            return account, who
        return self._new(people)  # the app has lost the account on its way


BUYERS = Buyers()


def until_caught(rounds: int, enough: Callable[[], bool], play: Callable[[int], None]) -> None:
    """Plays a round again and again: a race is lost by chance, and rarely each time. Two rounds there always are."""
    for number in range(rounds):
        if number >= 2 and enough():
            return
        play(number)
