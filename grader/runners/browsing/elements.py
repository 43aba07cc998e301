"""What can be asked of an element: to do something to it, and what it shows and holds."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from playwright.async_api import Locator
from playwright.async_api import TimeoutError as TooLate

from .finding import SECONDS, count, locate, one
from .problems import Problem

if TYPE_CHECKING:
    from .visit import Visit

LONGEST_PAGE = 100_000  # characters of a page's text, and of a field's
LONGEST = 4000  # characters of an element's text
MOST = 200  # elements whose texts are told
SETTLE_SECONDS = 3.0
LEAST_SECONDS = 3.0  # for doing something to an element that took long to come
TICK_SECONDS = 2.0  # for the mouse; then the keyboard is tried
CAUSES = {
    "not enabled": "disabled",
    "intercepts pointer events": "covered",
    "not stable": "moving",
    "not visible": "unseen",
    "outside of the viewport": "unseen",
    "not editable": "disabled",
}


async def act(visit: Visit, step: dict[str, Any], doing: Callable[[Locator, float], Awaitable[Any]]) -> None:
    """Does something to the one element, and waits for what that sets off. Raises Problem."""
    began = time.monotonic()
    found = await one(visit.page, step["at"], visit.patience)
    try:
        await doing(found, max(SECONDS * visit.patience - time.monotonic() + began, LEAST_SECONDS) * 1000)
    except TooLate as error:
        cause = next((cause for words, cause in CAUSES.items() if words in error.message), "")
        raise Problem("late", cause=cause) from None
    await visit.noted.settle(SETTLE_SECONDS, visit.patience)


async def fill(visit: Visit, step: dict[str, Any]) -> None:
    await act(visit, step, lambda found, most: found.fill(step["text"], timeout=most))


async def press(visit: Visit, step: dict[str, Any]) -> None:
    await act(visit, step, lambda found, most: found.press(step["text"], timeout=most))


async def hover(visit: Visit, step: dict[str, Any]) -> None:
    await act(visit, step, lambda found, most: found.hover(timeout=most))


async def click(visit: Visit, step: dict[str, Any]) -> None:
    ticks = step["at"][-1].get("role") in ("checkbox", "switch", "radio")
    await act(visit, step, tick if ticks else lambda found, most: found.click(timeout=most))


async def tick(found: Locator, most: float) -> None:
    """A checkbox is often hidden under a drawing of one: a keyboard reaches it all the same."""
    before = await found.is_checked(timeout=most)
    try:
        await found.click(timeout=max(TICK_SECONDS * 1000, most / 4))
    except TooLate:
        if await found.is_checked(timeout=most) == before:  # on a slow machine it may have been clicked all the same
            await found.press("Space", timeout=most)


async def how_many(visit: Visit, step: dict[str, Any]) -> int:
    return await count(visit.page, step["at"])


async def texts(visit: Visit, step: dict[str, Any]) -> list[str]:
    return await texts_of(locate(visit.page, step["at"]))


async def texts_of(found: Locator) -> list[str]:
    script = "(all, [most, longest]) => all.slice(0, most).map(one => (one.innerText ?? '').trim().slice(0, longest))"
    given: list[str] = await found.evaluate_all(script, [MOST, LONGEST])
    return [str(text) for text in given]


async def text(visit: Visit, step: dict[str, Any]) -> str:
    return (await (await one(visit.page, step["at"], visit.patience)).inner_text(timeout=SECONDS * 1000)).strip()[
        :LONGEST
    ]


async def value(visit: Visit, step: dict[str, Any]) -> str:
    found = await one(visit.page, step["at"], visit.patience)
    return str(await found.evaluate("one => String('value' in one ? one.value : one.innerText ?? '')"))[:LONGEST_PAGE]


async def checked(visit: Visit, step: dict[str, Any]) -> bool:
    return await (await one(visit.page, step["at"], visit.patience)).is_checked(timeout=SECONDS * 1000)


async def disabled(visit: Visit, step: dict[str, Any]) -> bool:
    return await (await one(visit.page, step["at"], visit.patience)).is_disabled(timeout=SECONDS * 1000)


async def focused(visit: Visit, step: dict[str, Any]) -> bool:
    script = "one => one === document.activeElement"
    return bool(await (await one(visit.page, step["at"], visit.patience)).evaluate(script))


async def invalid_message(visit: Visit, step: dict[str, Any]) -> str:
    script = "one => String(window.__refusedFields?.(one) ?? '')"
    return str(await (await one(visit.page, step["at"], visit.patience)).evaluate(script))[:LONGEST]
