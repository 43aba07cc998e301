"""What can be asked of a page: one function a step, in the table STEPS. Each gives the answer's value."""

from __future__ import annotations

import asyncio
import base64
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error, Locator, Page, Response, Route
from playwright.async_api import TimeoutError as TooLate

from .finding import POLL, SECONDS, count, locate, one
from .problems import Problem

if TYPE_CHECKING:
    from .visit import Visit

LONGEST_PAGE = 100_000  # characters
LONGEST = 4000  # characters of an element's text
MOST = 200  # elements whose texts are told
OPEN_SECONDS = 12.0
LOAD_SECONDS = 8.0  # for what a page loads once it is there itself
ALIVE_SECONDS = 3.0
SETTLE_SECONDS = 3.0
LEAST_SECONDS = 3.0  # for doing something to an element that took long to come
TICK_SECONDS = 2.0  # for the mouse; then the keyboard is tried
LARGEST_PICTURE = 300_000  # bytes
CAUSES = {
    "not enabled": "disabled",
    "intercepts pointer events": "covered",
    "not stable": "moving",
    "not visible": "unseen",
    "outside of the viewport": "unseen",
    "not editable": "disabled",
}
Answer = Callable[["Visit", dict[str, Any]], Awaitable[Any]]


# --- the page -----------------------------------------------------------------------------------------------------
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


# --- an element ---------------------------------------------------------------------------------------------------
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


# --- waiting --------------------------------------------------------------------------------------------------------
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


# --- a backend in trouble, other origins ------------------------------------------------------------------------------
async def fail(visit: Visit, step: dict[str, Any]) -> None:
    """Lets the page's own requests to the app fail from now on."""

    async def handle(route: Route) -> None:
        request = route.request
        own = request.url.startswith(f"{visit.base}/") and (
            request.resource_type in ("fetch", "xhr") or request.method not in ("GET", "HEAD")
        )
        if not own or (step["methods"] and request.method not in step["methods"]):
            await route.continue_()
        elif step["status"] == "abort":
            await route.abort("connectionrefused")
        else:
            await route.fulfill(status=int(step["status"]), json={"error": "something went wrong"})

    await heal(visit, step)
    await visit.page.route("**/*", handle)


async def heal(visit: Visit, _: dict[str, Any]) -> None:
    await visit.page.unroute_all(behavior="ignoreErrors")


async def noted(visit: Visit, _: dict[str, Any]) -> Mapping[str, list[str]]:
    return visit.noted.lists()


async def forget(visit: Visit, _: dict[str, Any]) -> None:
    visit.noted.forget()


async def origin(visit: Visit, _: dict[str, Any]) -> str:
    return visit.base


async def other_origin(visit: Visit, _: dict[str, Any]) -> str:
    return await visit.origins.another()


async def fetch(visit: Visit, step: dict[str, Any]) -> Any:
    return await visit.origins.fetch(visit.base, step)


STEPS: Mapping[str, Answer] = {
    "open": open_page,
    "reload": reload,
    "page-text": page_text,
    "page-press": page_press,
    "title": title,
    "settle": settle,
    "messages": messages,
    "picture": picture,
    "fill": fill,
    "press": press,
    "hover": hover,
    "click": click,
    "count": how_many,
    "texts": texts,
    "text": text,
    "value": value,
    "checked": checked,
    "disabled": disabled,
    "focused": focused,
    "invalid-message": invalid_message,
    "wait": wait,
    "fail": fail,
    "heal": heal,
    "noted": noted,
    "forget": forget,
    "origin": origin,
    "other-origin": other_origin,
    "fetch": fetch,
}
