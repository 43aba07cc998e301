"""What a page does without being asked: messages in the console, requests, dialogs. Bounded, whatever it does."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import ConsoleMessage, Dialog, Page, Request, Response, WebSocket

MOST = 200  # entries of each list
MOST_REQUESTS = 1000
LONGEST = 500  # characters of an entry
POLL = 0.03
QUIET = 0.15  # seconds without a request under way: what comes after that, nobody set off
ENDLESS = ("eventsource", "websocket", "ping", "media")  # may be under way for as long as the page is there
FAVICON = "/favicon.ico"  # browsers ask for it by themselves
ABORTED = "net::ERR_ABORTED"  # by the page itself, or by leaving it


class Noted:
    """Lists of what one page did."""

    def __init__(self, page: Page, base: str) -> None:
        self.base = base
        self.page = page
        self.under_way: set[Request] = set()
        self.arrived = 0
        self.answering: set[asyncio.Task[None]] = set()
        self.forget()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._add(self.console, f"Uncaught {error}"))
        page.on("request", self._request)
        page.on("response", self._response)
        page.on("requestfinished", lambda request: self.under_way.discard(request))
        page.on("requestfailed", self._failed)
        page.on("websocket", self._websocket)
        page.on("dialog", self._dialog)

    def forget(self) -> None:
        """Empties the lists."""
        self.console: list[str] = []
        self.failed: list[str] = []
        self.requests: list[str] = []
        self.elsewhere: list[str] = []
        self.dialogs: list[str] = []

    def lists(self) -> dict[str, list[str]]:
        """All of them, by name."""
        names = ("console", "failed", "requests", "elsewhere", "dialogs")
        return {name: list(getattr(self, name)) for name in names}

    async def settle(self, seconds: float, patience: float = 1.0) -> None:
        """Until no request is under way, or the time is over."""
        until, quiet_since = time.monotonic() + seconds * patience, time.monotonic()
        while time.monotonic() < until and time.monotonic() - quiet_since < QUIET * patience:
            await asyncio.sleep(POLL)
            if self.under_way:
                quiet_since = time.monotonic()

    def _add(self, entries: list[str], text: str, most: int = MOST) -> None:
        if len(entries) < most:
            entries.append(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        place: Any = message.location or {}
        url = str(place.get("url", ""))
        if urlsplit(url).path != FAVICON:
            self._add(self.console, f"{message.text} ({self._short(url)})" if url else message.text)

    def _request(self, request: Request) -> None:
        if request.resource_type not in ENDLESS and len(self.under_way) < MOST_REQUESTS:
            self.under_way.add(request)
        self._asked(request.url)

    def _websocket(self, socket: WebSocket) -> None:
        self._asked(socket.url)

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss"):
            self._add(self.requests, url, MOST_REQUESTS)
            if parts.netloc != urlsplit(self.base).netloc:
                self._add(self.elsewhere, url)

    def _response(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self.arrived = response.status
        if response.status >= 400 and urlsplit(response.url).path != FAVICON:
            self._add(self.failed, f"{response.request.method} {self._short(response.url)}: {response.status}")

    def _failed(self, request: Request) -> None:
        self.under_way.discard(request)
        if request.failure != ABORTED and urlsplit(request.url).path != FAVICON:
            self._add(self.failed, f"{request.method} {self._short(request.url)}: {request.failure}")

    def _short(self, url: str) -> str:
        """An address without the app's origin."""
        return url.removeprefix(self.base) if url.startswith(f"{self.base}/") else url

    def _dialog(self, dialog: Dialog) -> None:
        if dialog.type != "beforeunload":
            self._add(self.dialogs, dialog.message)
        answering = asyncio.ensure_future(accept(dialog))
        self.answering.add(answering)
        answering.add_done_callback(self.answering.discard)


async def accept(dialog: Dialog) -> None:
    """OK, as a person who wants to go on says."""
    with contextlib.suppress(Exception):  # the page may be gone
        await dialog.accept()
