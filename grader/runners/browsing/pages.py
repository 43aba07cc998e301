"""What can be asked of a page as a whole: to open it, what it shows, what was noted of it."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error, Response
from playwright.async_api import TimeoutError as TooLate

from .elements import LONGEST, LONGEST_PAGE, MOST, SETTLE_SECONDS, texts_of
from .finding import locate
from .problems import Problem

if TYPE_CHECKING:
    from .visit import Visit

OPEN_SECONDS = 12.0
LOAD_SECONDS = 8.0  # for what a page loads once it is there itself
ALIVE_SECONDS = 3.0
LARGEST_PICTURE = 300_000  # bytes


async def open_page(visit: Visit, step: dict[str, Any]) -> None:
    url = visit.base + step["path"]
    await arrive(visit, lambda most: visit.page.goto(url, wait_until="domcontentloaded", timeout=most))


async def reload(visit: Visit, _: dict[str, Any]) -> None:
    await arrive(visit, lambda most: visit.page.reload(wait_until="domcontentloaded", timeout=most))


async def arrive(visit: Visit, go: Callable[[float], Awaitable[Response | None]]) -> None:
    """Goes there, and waits until it is quiet. Raises Problem where there is no page."""
    visit.noted.arrived = 0
    try:
        response = await gone_to(visit, go)
    except TooLate:
        raise Problem("unopened", got=f"none within {OPEN_SECONDS:g} s") from None
    except Error as error:  # also for an empty answer with such a status
        why = visit.noted.arrived or f"none: {error.message.splitlines()[0][:200]}"
        raise Problem("unopened", got=str(why)) from None
    if response is not None:
        kind = response.headers.get("content-type", "")
        if response.status >= 400:
            raise Problem("unopened", got=f"{response.status} {response.status_text}".strip())
        if "html" not in kind.lower():
            raise Problem("unopened", got=f"an answer of the type {kind[:80] or 'none'}")
    try:
        await visit.page.wait_for_load_state("load", timeout=LOAD_SECONDS * visit.patience * 1000)
        await visit.noted.settle(SETTLE_SECONDS, visit.patience)
    except TooLate:  # something that it loads never ends, unless it is the page itself that answers nothing
        await asyncio.wait_for(visit.page.evaluate("1"), ALIVE_SECONDS * visit.patience)


async def gone_to(visit: Visit, go: Callable[[float], Awaitable[Response | None]]) -> Response | None:
    """What came. The browser's own page about an earlier failure may still be on its way, and be in the way."""
    most = OPEN_SECONDS * visit.patience * 1000
    try:
        return await go(most)
    except TooLate:
        raise
    except Error as error:
        if not 200 <= visit.noted.arrived < 400 and "interrupted by another navigation" not in error.message:
            raise
        return await go(most)


async def page_text(visit: Visit, _: dict[str, Any]) -> Any:
    return await visit.page.evaluate(f"() => (document.body?.innerText ?? '').slice(0, {LONGEST_PAGE})")


async def page_press(visit: Visit, step: dict[str, Any]) -> None:
    await visit.page.keyboard.press(step["text"])
    await visit.noted.settle(SETTLE_SECONDS, visit.patience)


async def title(visit: Visit, _: dict[str, Any]) -> str:
    return (await visit.page.title())[:LONGEST]


async def settle(visit: Visit, step: dict[str, Any]) -> None:
    await visit.noted.settle(float(step["seconds"]), visit.patience)


async def messages(visit: Visit, _: dict[str, Any]) -> list[str]:
    """What tells a person something: alerts, statuses, dialogs, and the browser's words at fields it refused."""
    found: list[str] = []
    for role in ("alert", "status"):
        found += await texts_of(locate(visit.page, [{"role": role, "name": "", "exact": False}]))
    found += visit.noted.dialogs
    found += await visit.page.evaluate("() => (window.__refusedFields?.() ?? []).map(String)")
    return [text.strip()[:LONGEST] for text in found if text.strip()][:MOST]


async def picture(visit: Visit, _: dict[str, Any]) -> str:
    for quality in (60, 25):
        taken = await visit.page.screenshot(type="jpeg", quality=quality, timeout=5000)
        if len(taken) <= LARGEST_PICTURE:
            return base64.b64encode(taken).decode()
    return ""


async def noted(visit: Visit, _: dict[str, Any]) -> Mapping[str, list[str]]:
    return visit.noted.lists()


async def forget(visit: Visit, _: dict[str, Any]) -> None:
    visit.noted.forget()
