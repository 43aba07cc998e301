"""A real browser (Chromium) that has the app's page open, as the fixture `browser`. By role and accessible name only.

    browser.open("/")                           opens a page of the app and waits until it is quiet; a Miss where there
                                                is none (404, 500, not HTML)
    browser.reload()                            the same page again
    browser.origin                              the app's origin as the page sees it: "http://127.0.0.1:8080"
    browser.heading                             an Element: the page's headings. `browser.title`: the document's title
    browser.text()                              all text that can be seen
    browser.settle(seconds=3)                   waits until the page has no request under way (it never complains)
    browser.press("Escape")                     a key, wherever the focus is

    todo = browser.role("textbox", "New todo")  an Element: whatever has that ARIA role, and a name that contains the
                                                text (in any case of letters; exact=True: is the text). Nothing is
                                                looked for before something is asked of it. What is hidden is not there
    item = browser.role("listitem").with_text(title)
    item.role("checkbox"); item.role("button", "Delete")    within the other one
    element.nth(0)                              of several; names of roles are ARIA's: button, textbox, checkbox,
                                                heading, list, listitem, alert, status, link, …

Of an element (what acts waits up to 8 s for it, and raises Miss with what is on the page instead; of several matches
it takes the one whose name is the text exactly, and misses where that doesn't decide; when it returns, what it set off
is over: no request is under way, or 3 s are; on a machine that has no time all of this may take three times as long):

    .count()                                    how many there are right now, waiting for nothing
    .texts()                                    their texts right now
    .fill(text), .press("Enter"), .click(), .hover()
    .text(), .value(), .checked(), .focused(), .disabled()
    .invalid_message()                          the browser's own words at a field that it has refused to send ("Please
                                                fill out this field."); "" where it shows none
    .wait(seconds=8)                            until there is one; gives the element
    .wait_gone(seconds=8)                       until there is none
    .wait_count(n, seconds=8)                   until there are n
    .wait_text(text="", seconds=8)              until one has that text in it (or any text); gives its whole text. For
                                                alerts: an empty element of role alert may always be there
    .wait_checked(on=True, seconds=8), .wait_value(text, seconds=8)

What was noticed since the check began:

    browser.console                             errors in the console and uncaught exceptions, as texts
    browser.failed_requests                     "GET /todos: 500", "GET /x.png: net::ERR_NAME_NOT_RESOLVED"
    browser.requests                            all addresses that were asked for, in order
    browser.elsewhere                           those that don't belong to the app's origin
    browser.dialogs                             texts of alert(), confirm() and prompt(); each is answered with OK
    browser.messages()                          what tells the person something now: texts of elements of role alert and
                                                status, dialogs opened, and the browser's own words at a refused field
    browser.forget()                            empties all of these lists

A backend in trouble, and other origins:

    browser.fail_backend(500)                   from now on every fetch/XHR (and sent form) of the page to the app is
    browser.fail_backend("abort")               answered with that status, or breaks off. Assets still load.
                                                methods=("POST", "PUT"): only these methods
    browser.heal()                              the backend is back
    other = browser.other_origin()              a page of another origin; each call makes a new one
    other.origin                                "http://127.0.0.1:45123", for CORS_ORIGINS; it outlives app.restart()
    other.fetch("POST", "/todos", json={…}, headers={…}, credentials=False)
                                                what a script of that page gets from the app:
                                                {"ok": True, "status": 201, "json": {…}, "text": "…"}, or
                                                {"error": "Failed to fetch"} where the browser refuses

Each check has a fresh browser context (no cookies, no storage). The app may be restarted meanwhile. A check that fails
gets a picture of the page in the report. Where this run has no browser, the first use raises Unavailable.
"""

from __future__ import annotations

from typing import Any

from grader.checks.asking import asked
from grader.checks.channel import Channel
from grader.checks.elements import Ask, Element
from grader.checks.page_words import missed


class Browser:
    """The page. Nothing is started before a check asks something of it."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._begun = False

    def _ask(self, do: str, **step: Any) -> dict[str, Any]:
        """What the browser answered to a step. Raises Miss where the page did not let it be taken."""
        if not self._begun:
            self._begun = True
            self._step(do="begin")
        return self._step(do=do, **step)

    def _step(self, **step: Any) -> dict[str, Any]:
        reply: dict[str, Any] = asked(self._channel, ask="browser", step=step)["reply"]
        if "problem" in reply:
            raise missed(step, reply)
        return reply

    # --- the page ---
    def open(self, path: str = "/") -> None:
        """Opens a page of the app and waits until it is quiet."""
        self._ask("open", path=path)

    def reload(self) -> None:
        """The same page again, as a person's F5 would."""
        self._ask("reload")

    @property
    def origin(self) -> str:
        """The app's origin, as the page sees it."""
        return str(self._ask("origin")["value"])

    @property
    def title(self) -> str:
        """The document's title."""
        return str(self._ask("title")["value"])

    @property
    def heading(self) -> Element:
        """The page's headings."""
        return self.role("heading")

    def text(self) -> str:
        """All text that can be seen."""
        return str(self._ask("page-text")["value"])

    def settle(self, seconds: float = 3.0) -> None:
        """Waits until no request is under way, but not longer than that."""
        self._ask("settle", seconds=seconds)

    def press(self, key: str) -> None:
        """Presses a key, wherever the focus is."""
        self._ask("page-press", text=key)

    def role(self, role: str, name: str = "", *, exact: bool = False) -> Element:
        """Whatever has that role, and a name that contains the text."""
        return Element(self._ask, ()).role(role, name, exact=exact)

    # --- what was noticed ---
    def _noted(self, what: str) -> list[str]:
        return list(self._ask("noted")[what])

    @property
    def console(self) -> list[str]:
        """Errors in the console, and uncaught exceptions."""
        return self._noted("console")

    @property
    def failed_requests(self) -> list[str]:
        """Requests that got a status of 400 or more, or no answer."""
        return self._noted("failed")

    @property
    def requests(self) -> list[str]:
        """All addresses that the page has asked for."""
        return self._noted("requests")

    @property
    def elsewhere(self) -> list[str]:
        """Those of them that don't belong to the app's origin."""
        return self._noted("elsewhere")

    @property
    def dialogs(self) -> list[str]:
        """What alert(), confirm() and prompt() have said."""
        return self._noted("dialogs")

    def messages(self) -> list[str]:
        """What tells the person something now."""
        return list(self._ask("messages")["value"])

    def forget(self) -> None:
        """Empties all lists of what was noticed."""
        self._ask("forget")

    # --- a backend in trouble, other origins ---
    def fail_backend(self, status: int | str = 500, methods: tuple[str, ...] = ()) -> None:
        """From now on the page's own requests to the app fail with that status, or break off ("abort")."""
        self._ask("fail", status=status, methods=list(methods))

    def heal(self) -> None:
        """The backend is back."""
        self._ask("heal")

    def other_origin(self) -> Origin:
        """A page of another origin than the app's."""
        return Origin(self._ask, str(self._ask("other-origin")["value"]))

    # --- for the plug-in ---
    def picture(self) -> str:
        """A JPEG of the page in base64; empty where there is none."""
        return str(self._ask("picture")["value"]) if self._begun else ""

    def close(self) -> None:
        """After a check: its context is gone."""
        if self._begun:
            self._step(do="end")


class Origin:
    """A page of another origin, and what its scripts get from the app."""

    def __init__(self, ask: Ask, origin: str) -> None:
        self._ask = ask
        self.origin = origin

    def fetch(
        self,
        method: str,
        path: str,
        json: Any = None,
        *,
        headers: dict[str, str] | None = None,
        credentials: bool = False,
    ) -> dict[str, Any]:
        """What `fetch` gives a script there: `ok`, `status`, `json`, `text`; or `error` where the browser refuses."""
        sent = {"method": method, "path": path, "json": json, "headers": headers or {}, "credentials": credentials}
        found: dict[str, Any] = self._ask("fetch", origin=self.origin, **sent)["value"]
        return found
