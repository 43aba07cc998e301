"""One check's visit: a context of its own without memory, the page in it, and what is noted of it."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import Any

from playwright.async_api import Browser, BrowserContext, Error, Page

from .finding import inventory
from .noting import Noted
from .origins import Origins
from .problems import Problem
from .steps import STEPS

SIZE = {"width": 1280, "height": 800}
STEP_SECONDS = 16.0  # longer than any step takes whose page answers
OPEN_SECONDS = 26.0  # opening one may take longer
BEGIN_SECONDS = 0.8  # that a new page takes on a machine that has time for it
MOST_PATIENCE = 3.0  # times as long everything may take on one that has not
CLOSE_SECONDS = 5.0
TOLD = ("none", "several", "late", "not-yet")  # problems to which belongs what there is on the page
CONSOLE = 3  # of its messages, with a problem
STUCK = "a page that answers nothing any more: does a script of it never end?"
CRASHED = "a page that has crashed: did it take too much memory?"
# Which fields the browser has refused to send, with its own words shown at them. checkValidity() asks without showing.
REFUSED = """
(() => {
  const refused = new Set();
  let asking = 0;
  for (const kind of [HTMLFormElement, HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement]) {
    const own = kind.prototype.checkValidity;
    kind.prototype.checkValidity = function () {
      asking += 1;
      try { return own.call(this); } finally { asking -= 1; }
    };
  }
  addEventListener("invalid", event => {
    if (asking) return;
    setTimeout(() => { if (!event.defaultPrevented) refused.add(event.target); });
  }, true);
  addEventListener("input", event => refused.delete(event.target), true);
  Object.defineProperty(window, "__refusedFields", {value: one => {
    const shown = [...refused].filter(field => field.isConnected && !field.validity.valid);
    if (one) return shown.includes(one) ? one.validationMessage : "";
    return shown.map(field => field.validationMessage);
  }});
})();
"""


class Visit:
    """What a check does in the browser, from its beginning to its end."""

    base: str
    page: Page
    noted: Noted
    origins: Origins

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.context: BrowserContext | None = None
        self.stuck = ""
        self.patience = 1.0  # what is waited for is waited for so many times as long

    async def begin(self, base: str) -> None:
        """A new context and page for the app at that address."""
        await self.end()
        self.base, self.stuck, began = base.rstrip("/"), "", time.monotonic()
        self.context = await self.browser.new_context(
            viewport=SIZE,  # type: ignore[arg-type]  # a TypedDict
            accept_downloads=False,
            service_workers="block",
            locale="en-US",
            timezone_id="UTC",
            reduced_motion="reduce",
        )
        await self.context.add_init_script(REFUSED)
        self.page = await self.context.new_page()
        self.page.on("crash", lambda _: setattr(self, "stuck", CRASHED))
        self.noted = Noted(self.page, self.base)
        self.origins = Origins(self.context)
        self.patience = min(max((time.monotonic() - began) / BEGIN_SECONDS, 1.0), MOST_PATIENCE)
        self.context.on("page", self._another_page)
        self.closing: set[asyncio.Task[None]] = set()

    def _another_page(self, page: Page) -> None:
        """Whatever the app's page opens in a window of its own is closed again; ours are opened from nowhere."""
        task = asyncio.ensure_future(close_popup(page))
        self.closing.add(task)
        task.add_done_callback(self.closing.discard)

    async def end(self) -> None:
        """The context is gone with all that it remembers. Raises TimeoutError where it does not go."""
        if self.context is not None:
            closing, self.context = self.context, None
            self.origins.close()
            with contextlib.suppress(Error):
                await asyncio.wait_for(closing.close(), CLOSE_SECONDS)

    async def take(self, step: dict[str, Any]) -> dict[str, Any]:
        """The answer to a step: a value, what was noted, or a problem."""
        do = step["do"]
        if self.context is None or self.stuck:
            return self._answer_of_none(do)
        try:
            most = OPEN_SECONDS if do in ("open", "reload") else STEP_SECONDS + float(step.get("seconds", 0))
            found = await asyncio.wait_for(STEPS[do](self, step), most * self.patience)
        except Problem as problem:
            return await self._told(problem)
        except TimeoutError:
            self.stuck = self.stuck or STUCK
        except Error as error:
            if not self.stuck:
                return {"problem": "stuck", "got": f"an error: {error.message.splitlines()[0][:300]}"}
        else:
            return found if do == "noted" else {"value": found}
        return self._answer_of_none(do)

    def _answer_of_none(self, do: str) -> dict[str, Any]:
        """What a page answers that does not answer."""
        if do == "picture":
            return {"value": ""}
        if do in ("noted", "forget") and self.context is not None:
            return self.noted.lists()
        return {"problem": "stuck", "got": self.stuck or "no page: it is gone"}

    async def _told(self, problem: Problem) -> dict[str, Any]:
        """A problem, with what there is on the page instead."""
        told = dict(problem.answer)
        if told["problem"] in TOLD:
            told |= {"console": self.noted.console[:CONSOLE], **await inventory(self.page)}
        if told["problem"] == "late" and "untold" in told:  # not the element: the page
            self.stuck = STUCK
            return self._answer_of_none("")
        return told


async def close_popup(page: Page) -> None:
    """Closes a window that the page has opened."""
    with contextlib.suppress(Exception):
        if await page.opener() is not None:
            await page.close()
