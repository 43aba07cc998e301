"""Pages of other origins than the app's: each a tiny server here, and what a script of its page gets from the app."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from playwright.async_api import BrowserContext, Page

from .problems import Problem

HEAD = 16 << 10  # bytes of a request
SECONDS = 5.0
PAGE = b"<!doctype html><html lang=en><title>Another origin</title><h1>Another origin</h1>"
ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
    % (len(PAGE), PAGE)
)
FETCH = """
async ({url, method, json, headers, credentials, most}) => {
  const options = {method, headers: {...headers}, credentials: credentials ? "include" : "omit"};
  if (json !== null) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(json);
  }
  try {
    const reply = await fetch(url, {...options, signal: AbortSignal.timeout(10000)});
    const text = (await reply.text()).slice(0, most);
    let parsed = null;
    try { parsed = JSON.parse(text); } catch {}
    return {ok: reply.ok, status: reply.status, json: parsed, text};
  } catch (error) {
    return {error: String(error && error.message || error)};
  }
}
"""
LARGEST = 100_000  # characters of an answer


class Origins:
    """Those of one check."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.pages: dict[str, Page] = {}
        self.servers: list[asyncio.Server] = []

    async def another(self) -> str:
        """A new one's origin, with its page open."""
        server = await asyncio.start_server(answer, "127.0.0.1", 0, limit=HEAD)
        self.servers.append(server)
        origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        page = await self.context.new_page()
        await page.goto(f"{origin}/")
        self.pages[origin] = page
        return origin

    async def fetch(self, base: str, step: dict[str, Any]) -> Any:
        """What `fetch` gives a script of that origin's page."""
        page = self.pages.get(step["origin"])
        if page is None:
            raise Problem("stuck", got="no page of that origin: it is gone")
        sent = {key: step[key] for key in ("method", "json", "headers", "credentials")}
        return await page.evaluate(FETCH, {"url": base + step["path"], "most": LARGEST, **sent})

    def close(self) -> None:
        """Nobody listens any more; the pages go with their context."""
        for server in self.servers:
            server.close()


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """The same page for whatever is asked."""
    with contextlib.suppress(Exception):  # whoever asks so that it can't be read gets nothing
        await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), SECONDS)
        writer.write(ANSWER)
        await asyncio.wait_for(writer.drain(), SECONDS)
    writer.close()
