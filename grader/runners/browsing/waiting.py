"""Waits until something is so on a page: that there is an element, that it is gone, what it shows and holds."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from playwright.async_api import Page

from .elements import texts_of
from .finding import POLL, count, locate
from .problems import Problem

if TYPE_CHECKING:
    from .visit import Visit


async def wait(visit: Visit, step: dict[str, Any]) -> Any:
    """Until it is so. Raises Problem with what is there instead."""
    until, got = time.monotonic() + float(step["seconds"]) * visit.patience, ""
    while True:
        done, got, found = await REACHED[step["until"]](visit.page, step)
        if done:
            return found
        if time.monotonic() > until:
            raise Problem("not-yet", got=got)
        await asyncio.sleep(POLL)


async def there(page: Page, step: dict[str, Any]) -> tuple[bool, str, Any]:
    many = await count(page, step["at"])
    return many > 0, "none", None


async def gone(page: Page, step: dict[str, Any]) -> tuple[bool, str, Any]:
    many = await locate(page, step["at"]).count()
    return many == 0, f"still {many} of it", None


async def as_many(page: Page, step: dict[str, Any]) -> tuple[bool, str, Any]:
    many = await count(page, step["at"])
    return many == step["wanted"], str(many), None


async def with_text(page: Page, step: dict[str, Any]) -> tuple[bool, str, Any]:
    shown = [text for text in await texts_of(locate(page, step["at"])) if text]
    wanted = " ".join(str(step["wanted"]).split())
    fitting = [text for text in shown if wanted in " ".join(text.split())]
    got = f"the text “{shown[0][:200]}”" if shown else "one without a text" if await count(page, step["at"]) else "none"
    return bool(fitting), got, fitting[0] if fitting else None


async def with_value(page: Page, step: dict[str, Any]) -> tuple[bool, str, Any]:
    found = locate(page, step["at"])
    held = await found.first.input_value(timeout=1000) if await found.count() else None
    return held == step["wanted"], "none" if held is None else f"“{held[:200]}” in it", None


async def with_tick(page: Page, step: dict[str, Any]) -> tuple[bool, str, Any]:
    found = locate(page, step["at"])
    ticked = await found.first.is_checked(timeout=1000) if await found.count() else None
    return ticked == step["wanted"], "none" if ticked is None else "ticked" if ticked else "not ticked", None


REACHED = {
    "there": there,
    "gone": gone,
    "count": as_many,
    "text": with_text,
    "value": with_value,
    "checked": with_tick,
}
