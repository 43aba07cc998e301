"""A bounded fuzz: every operation of an OpenAPI document gets odd requests, and none may end in a 5xx.

    fuzz(read_document(__file__), people.fresh().api, fake.integer(0, 10**9), {"id": ids})

The requests are drawn from the seed. What the client is logged in as is what they are sent as; `known` names what
exists: values for path parameters, and for keys of example bodies. All operations take turns, so that a slow app has
met each of them when the time is up.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from grader.checks.api import Api
from grader.checks.fuzz_base import Known, base_of, known_path
from grader.checks.fuzz_cases import Case, drawn, read_document
from grader.checks.fuzz_odd import odd_cases
from grader.checks.reply import Reply
from grader.checks.values import Miss

__all__ = ["fuzz", "read_document"]

SECONDS = 30.0  # for all requests; who is slow gets fewer
PATIENCE = 10.0  # for the last of them
LONGEST = 6000  # bytes of an address; a server's software may refuse longer ones in its own way
EARLY = 3  # drawn requests before the odd ones
KEPT = 12  # exchanges, for the report
UNWRITTEN = 501  # what a starter's routes answer until the learner has written them
SURELY_KNOWN = {"DELETE": 0.2}  # how often a path has what exists: what is deleted can't be changed any more
MOSTLY = 0.75


def fuzz(document: Mapping[str, Any], client: Api, seed: int, known: Known) -> int:
    """Sends the requests; how many it were. Raises Miss at the first 5xx, or where no answer comes."""
    cases = planned(document, seed, known)
    sent, ends = 0, time.monotonic() + SECONDS
    client.ends = ends + PATIENCE  # its time has run while the requests were drawn
    for case in cases:
        if time.monotonic() > ends:
            break
        _judge(case, client.request(case.method, case.target, data=case.body, headers=case.headers))
        del client.record[:-KEPT]
        sent += 1
    return sent


def _judge(case: Case, reply: Reply) -> None:
    if reply.status_code >= 500:
        why = ': "not implemented yet", so this route is still to be written' if reply.status_code == UNWRITTEN else ""
        raise Miss(f"any status below 500 for {case.operation}, whatever is sent", f"{reply.status_code}{why}")


def planned(document: Mapping[str, Any], seed: int, known: Known) -> list[Case]:
    """All requests in the order in which they are sent: what ends a login comes last."""
    rng = random.Random(seed)
    rounds = [_of_operation(document, cases, known, rng) for cases in drawn(document, seed).values() if cases]
    mixed = [case for turn in zip_longest(*rounds) for case in turn if case and len(case.target) <= LONGEST]
    return sorted(mixed, key=lambda case: case.template.endswith("logout"))


def _of_operation(
    document: Mapping[str, Any], cases: Sequence[Case], known: Known, rng: random.Random
) -> Iterator[Case]:
    """One that should work, which takes the plain one's place; some drawn ones, the worst of the odd ones, the rest."""
    base = base_of(document, cases[0], known, rng)
    drawn_ones = [_with_known(case, known, rng) for case in rng.sample(cases[1:], len(cases) - 1)]
    first, then = odd_cases(document, base, rng)
    rest = drawn_ones[EARLY:] + then
    return iter([base, *drawn_ones[:EARLY], *first, *rng.sample(rest, len(rest))])


def _with_known(case: Case, known: Known, rng: random.Random) -> Case:
    if rng.random() > SURELY_KNOWN.get(case.method, MOSTLY):
        return case
    return replace(case, path={**case.path, **known_path(known, rng)})
