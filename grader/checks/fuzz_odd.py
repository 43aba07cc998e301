"""Requests that are right but for one odd value: what careless and malicious clients have always sent.

A drawn request is mostly wrong in many ways at once, and refused at the door. These come further in.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from grader.checks.fuzz_base import resolved
from grader.checks.fuzz_cases import Case


@dataclass(frozen=True)
class Odd:
    """Odd values for each kind of place. Path parameters and queries are as they stand in an address."""

    values: tuple[Any, ...]
    ids: tuple[str, ...]
    queries: tuple[str, ...]
    bodies: tuple[bytes, ...]
    types: tuple[str, ...]


HUGE = "9" * 40
# What has brought down most apps comes first: a slow app may not live to see the rest before the time is up.
FIRST = Odd(
    (None, 10**30, "a\0b", "\ud83e", "2023-02-30", [], {}, -1),
    (HUGE, "%00", "x", "-1"),
    (HUGE, "%00", "", "2023-02-30", "-1"),
    (b"null", b"[]", b'"text"', b"{", b"\xff\xfe", b"[" * 2000),
    ("text/plain",),
)
THEN = Odd(
    (
        *(
            True,
            0,
            1.5,
            2**31,
            2**63,
            1e308,
            "",
            " ",
            "\0",
            "🦄",
            "x" * 5000,
            "NaN",
            "null",
            "0",
            "1e5",
            "9" * 400,
            "\n",
        ),
        *("0000-00-00", "99999-12-31", "'; --", "%", "__proto__", "../.."),
        *([[]], [None], {"$ne": None}, [{}], ["a", "a"], ["\0"], [0] * 300),
    ),
    (
        "0",
        "1.5",
        "1e5",
        str(2**31),
        str(2**63),
        "null",
        "__proto__",
        "..%2F..",
        "%27%3B--",
        "%20",
        "%F0%9F%A6%84",
        "%FF",
    ),
    (
        *("0", "1.5", "1e5", str(2**63), "null", "true", "NaN", "Infinity", "%FF", "%", "%25", "%F0%9F%A6%84"),
        *("0000-00-00", "99999-12-31", "%27%3B--", "%5C", "__proto__", "-", "x" * 2000),
    ),
    (
        *(b"{}", b"0", b'{"a": NaN}', b"\xef\xbb\xbf{}", b"1" * 5000, b'{"__proto__": {"a": 1}}'),
        *(b"[" * 900 + b"]" * 900, b'{"a": ' * 900 + b"1" + b"}" * 900),
    ),
    ("application/x-www-form-urlencoded", "application/json; charset=utf-16", "image/png", "x"),
)
ODD_HEADERS = ("x", "-1", "x" * 3000, "a, b", '"')
MOST = 100  # of one operation, of either
MOST_SLOW = 30  # where an app may take a slow hash for each


def odd_cases(document: Mapping[str, Any], base: Case, rng: random.Random) -> tuple[list[Case], list[Case]]:
    """The base with one thing odd in it, in each place in turn: the worst, and others, not too many of either."""
    first, then = (list(_all(document, base, odd)) for odd in (FIRST, THEN))
    most = MOST_SLOW if base.template.startswith("/auth/") else MOST
    return rng.sample(first, min(len(first), most)), rng.sample(then, min(len(then), most))


def _all(document: Mapping[str, Any], base: Case, odd: Odd) -> Iterator[Case]:
    item = document["paths"][base.template]
    operation = item[base.method.lower()]
    for parameter in (*item.get("parameters", ()), *operation.get("parameters", ())):
        yield from _parameter(resolved(document, parameter), base, odd)
    if "requestBody" in operation:
        yield from _bodies(base, odd)


def _parameter(parameter: Mapping[str, Any], base: Case, odd: Odd) -> Iterator[Case]:
    name = parameter["name"]
    if parameter["in"] == "path":
        yield from (replace(base, path={**base.path, name: value}) for value in odd.ids)
    elif parameter["in"] == "query":
        quoted = quote(name, safe="")
        yield from (replace(base, query=f"{quoted}={value}") for value in odd.queries)
        if odd is THEN:
            yield from (replace(base, query=query) for query in (f"{quoted}=1&{quoted}=2", f"{quoted}[]=1", quoted))
    elif parameter["in"] == "header" and odd is THEN:
        yield from (replace(base, headers={**base.headers, name: value}) for value in ODD_HEADERS)


def _bodies(base: Case, odd: Odd) -> Iterator[Case]:
    yield from (replace(base, body=body) for body in odd.bodies)
    yield from (replace(base, headers={**base.headers, "Content-Type": kind}) for kind in odd.types)
    try:
        value = json.loads(base.body or b"")
    except ValueError:
        return
    for place in places(value):
        yield from (replace(base, body=json.dumps(changed(value, place, one)).encode()) for one in odd.values)


def places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The keys that lead to each value within a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in inner:
        yield (*above, key)
        yield from places(below, (*above, key))


def changed(value: Any, place: tuple[Any, ...], odd: Any) -> Any:
    """A copy with another value in one place."""
    whole = copy.deepcopy(value)
    inner = whole
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = odd
    return whole
