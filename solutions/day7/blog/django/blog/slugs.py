"""Slugs: addresses of posts that people can read, made from titles."""

import re
from secrets import token_hex

LONGEST = 100
ROOM = 12  # for what makes a slug unique


def slugs_for(title):
    """The slug that the title gives, then others for where it is taken.

    `-2` and `-3` are nice to read. Who comes later, or at the same time as twenty others, does better to draw one.
    """
    base = slug_of(title)
    yield base
    yield f"{base}-2"
    yield f"{base}-3"
    for _ in range(5):
        yield f"{base}-{token_hex(4)}"


def slug_of(title):
    """Django's own slugify() would do nearly the same, but it leaves _ in."""
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return words[: LONGEST - ROOM].strip("-") or "post"  # a title may have no letter of these at all
