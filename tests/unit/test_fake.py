"""Data from a seed: the same again for the same seed and check, and such as an app must take."""

from __future__ import annotations

import os

from hypothesis import given
from hypothesis import strategies as st

from grader.checks.channel import Channel
from grader.checks.fake import Fake

SEEDS = st.integers(0, 2**31)


def drawn(fake: Fake) -> list[object]:
    return [
        fake.user(),
        fake.product(),
        fake.integer(1, 9),
        fake.sample(range(20), 5),
        fake.shuffled("abc"),
        fake.word(),
    ]


@given(SEEDS)
def test_the_same_again(seed):
    """By seed and name alone; another name draws other data."""
    assert drawn(Fake(seed, "a")) == drawn(Fake(seed, "a"))
    assert drawn(Fake(seed, "a")) != drawn(Fake(seed, "b"))
    assert drawn(Fake(seed, "a")) != drawn(Fake(seed + 1, "a"))


@given(SEEDS)
def test_what_is_drawn(seed):
    """Names in ASCII, addresses that differ, prices in cents, fields that can be replaced."""
    fake = Fake(seed, "x")
    assert fake.name().isascii() and fake.word().isalpha() and 10 <= len(fake.word()) <= 12
    emails = [fake.email() for _ in range(50)]
    assert len(set(emails)) == 50 and all(mail.count("@") == 1 for mail in emails)
    for _ in range(20):
        price = fake.price(1, 2)
        assert 1 <= price <= 2 and round(price, 2) == price
    product = fake.product(price=3, extra=None)
    assert set(product) == {"name", "price", "category", "in_stock", "extra"}
    assert product["price"] == 3 and product["extra"] is None
    assert sorted(fake.shuffled([1, 2, 3])) == [1, 2, 3]
    assert fake.integer(4, 4) == 4 and fake.choice("z") == "z"


def test_channel():
    """A message a line, whatever is in it; a broken line or the other end's death is None."""
    (hears, told), (heard, tells) = os.pipe(), os.pipe()
    one, other = Channel(heard, told), Channel(hears, tells)
    for message in ({}, {"text": "a\nb\ud800\u2028"}, {"deep": [{"x": None}]}):
        one.send(message)
        assert other.receive() == message
    one.writer.write(b"[1]\n")
    assert other.receive() is None
    one.writer.write(b'{"cut": ')
    one.close()
    assert other.receive() is None
    other.close()
