"""Finds elements as a person would, by role and accessible name; and what there is, for whoever misses one."""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from collections.abc import Sequence
from typing import Any

from playwright.async_api import Locator, Page

from .problems import Problem

SECONDS = 8.0
SEVERAL_SECONDS = 1.0  # one more may just be going
POLL = 0.05
LISTED = (
    "heading",
    "textbox",
    "searchbox",
    "button",
    "checkbox",
    "link",
    "listitem",
    "list",
    "alert",
    "status",
    "form",
)
ELEMENTS = "document.body ? document.getElementsByTagName('*').length : 0"
MOST_ELEMENTS = 5000  # of a page that is listed
MOST_NAMES = 60  # of a role
LINE = re.compile(r"""\s*- ['"]?(\w+)(?: "((?:[^"\\]|\\.)*)")?(?: \[[^]]*\])*(?:: ?(.*))?""")

Part = dict[str, Any]


def locate(page: Page, at: Sequence[Part], *, exactly: bool = False) -> Locator:
    """The way to look that the parts describe. `exactly`: the last one that is named has just that name."""
    named = max((place for place, part in enumerate(at) if part.get("name")), default=-1)
    found: Any = page
    for place, part in enumerate(at):
        if "text" in part:
            found = found.filter(has_text=part["text"])
        elif "nth" in part:
            found = found.nth(part["nth"])
        elif exactly and place == named:
            words = r"\s+".join(map(re.escape, part["name"].split()))
            found = found.get_by_role(part["role"], name=re.compile(rf"^\s*{words}\s*$", re.IGNORECASE))
        else:
            found = found.get_by_role(part["role"], name=part["name"] or None, exact=part["exact"])
    assert isinstance(found, Locator)
    return found


async def count(page: Page, at: Sequence[Part]) -> int:
    """How many there are now. What is shown only while one points at the element round it counts."""
    many = await locate(page, at).count()
    if many == 0 and await point_round(page, at):
        many = await locate(page, at).count()
    return many


async def point_round(page: Page, at: Sequence[Part]) -> bool:
    """Points at the one element that the last role is looked for in; whether there is one."""
    last = max(place for place, part in enumerate(at) if "role" in part)
    if last == 0:
        return False
    outer = locate(page, at[:last])
    with contextlib.suppress(Exception):
        if await outer.count() == 1:
            await outer.hover(timeout=500)
            return True
    return False


async def one(page: Page, at: Sequence[Part], patience: float = 1.0) -> Locator:
    """The one element, waited for. Raises Problem."""
    began = time.monotonic()
    while True:
        many, waited = await count(page, at), time.monotonic() - began
        if many == 1:
            return locate(page, at)
        if many > 1:
            exact = locate(page, at, exactly=True)
            if await exact.count() == 1:
                return exact
            if waited > SEVERAL_SECONDS * patience:
                raise Problem("several", count=many)
        elif waited > SECONDS * patience:
            raise Problem("none")
        await asyncio.sleep(POLL)


async def inventory(page: Page) -> dict[str, Any]:
    """What there is on a page: names by role. Empty where it can't be told in time."""
    try:
        many = await asyncio.wait_for(page.evaluate(ELEMENTS), 2)
        if many > MOST_ELEMENTS or many == 0:
            return {"large": True} if many else {"there": {}}
        return {"there": parsed(await page.locator("body").aria_snapshot(timeout=2000))}
    except Exception:  # noqa: BLE001  # it is only for the words of a miss
        return {"untold": True}


def parsed(snapshot: str) -> dict[str, list[str]]:
    """Names by role of an aria snapshot, a YAML text, in the order of LISTED."""
    found: dict[str, list[str]] = {}
    for line in snapshot.splitlines():
        match = LINE.match(line)
        if match and match[1] in LISTED:
            names = found.setdefault(match[1], [])
            if len(names) < MOST_NAMES:
                names.append((match[2] or match[3] or "").strip().strip("'\"")[:100])
    return {role: found[role] for role in LISTED if role in found}
