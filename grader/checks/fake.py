"""Data drawn from a seed: what checks send and expect is new on every run, and the same again with `--seed`.

Each check draws from a generator of its own (seed and check id), so the data does not depend on which other
checks ran before it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, TypeVar

T = TypeVar("T")

GIVEN = """
Ada Alan Grace Edsger Barbara Donald Radia Tim Margaret Dennis Frances Ken Hedy Linus Katherine Guido
""".split()
FAMILY = """
Okafor Lindqvist Moreau Tanaka Silva Novak Haddad Kowalski Mensah Rossi Jensen Patel Nguyen Castro
""".split()
THINGS = """
lamp chair kettle notebook backpack clock mirror teapot blanket drill bicycle radio vase tripod
""".split()
LOOKS = """
amber brass cedar cobalt coral folding garnet indigo ivory jade linen maple olive pocket slate
""".split()
KINDS = """
home garden office kitchen travel sport toys music books tools
""".split()
SYLLABLES = """
ba be bo da de do fa fe fo ka ke ko la le lo ma me mo na ne no ra re ro sa se so ta te to va ve vo
""".split()


class Fake:
    """A seeded source of users, products and plain values."""

    def __init__(self, seed: int, name: str) -> None:
        self.random = random.Random(f"{seed}/{name}")
        self._serial = 0

    def integer(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return self.random.randint(low, high)

    def choice(self, values: Sequence[T]) -> T:
        return self.random.choice(values)

    def sample(self, values: Sequence[T], count: int) -> list[T]:
        """`count` different members, in random order."""
        return self.random.sample(values, count)

    def shuffled(self, values: Sequence[T]) -> list[T]:
        return self.random.sample(values, len(values))

    def word(self) -> str:
        """A made-up lower-case word of 10 to 12 ASCII letters, so many that no other call is likely to give it."""
        return "".join(self.random.choice(SYLLABLES) for _ in range(self.random.randint(5, 6)))

    def name(self) -> str:
        """A person's name in ASCII."""
        return f"{self.choice(GIVEN)} {self.choice(FAMILY)}"

    def email(self) -> str:
        """An address that no other call on this object gives."""
        self._serial += 1
        return f"{self.word()}.{self._serial}{self.integer(10, 99)}@example.{self.choice(['com', 'org', 'net'])}"

    def user(self) -> dict[str, Any]:
        """What is sent to make a user: name and e-mail."""
        return {"name": self.name(), "email": self.email()}

    def price(self, low: float = 1, high: float = 500) -> float:
        """An amount with at most two decimals."""
        return round(self.random.uniform(low, high), 2)

    def category(self) -> str:
        """A category that no other check uses, so that filters find this check's own products."""
        return f"{self.choice(KINDS)}-{self.word()}"

    def product(self, **given: Any) -> dict[str, Any]:
        """What is sent to make a product, every field present; keyword arguments replace fields."""
        product = {
            "name": f"{self.choice(LOOKS).title()} {self.choice(THINGS)} {self.word()}",
            "price": self.price(),
            "category": self.category(),
            "in_stock": self.random.random() < 0.5,
        }
        return product | given
