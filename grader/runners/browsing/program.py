"""The program's loop: starts a browser, then one step a line in, one answer a line out, until its input ends.

SETTINGS is JSON: `{"executable": "/usr/bin/chromium", "sandbox": false}`. Without an executable it takes what a
container image of ours has, else Playwright's own. The first line that comes out tells the browser's version.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from pathlib import Path
from typing import IO, Any

from playwright.async_api import Browser, Playwright, async_playwright

from .visit import Visit

IN_IMAGE = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")
LAUNCH_SECONDS = 60.0
LONGEST_STEP = 1 << 20
LONGEST_FAILURE = 20_000  # characters
LARGEST_ANSWER = 1 << 20
NOBODY = "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE [::1]"
ARGUMENTS = (
    f"--host-resolver-rules={NOBODY}",  # no name but this machine's: as if it were alone
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-pings",
    "--disable-quic",
    "--disable-gpu",
    "--mute-audio",
    "--js-flags=--max-old-space-size=256",
)


async def launch(driver: Playwright, settings: dict[str, Any]) -> Browser:
    """The browser."""
    chosen = settings.get("executable") or next((path for path in IN_IMAGE if Path(path).exists()), None)
    return await driver.chromium.launch(
        executable_path=chosen,
        headless=True,
        args=list(ARGUMENTS),
        ignore_default_args=["--disable-popup-blocking"],  # one window a click
        chromium_sandbox=bool(settings.get("sandbox")),
        timeout=LAUNCH_SECONDS * 1000,
        env=dict(os.environ),
    )


async def answers(settings: dict[str, Any], out: IO[bytes]) -> None:
    """Until the input ends, or the browser is beyond help."""
    reader = asyncio.StreamReader(LONGEST_STEP)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    async with async_playwright() as driver:
        try:
            browser = await launch(driver, settings)
        except Exception as error:  # noqa: BLE001  # told, whatever it is: the grader looks for another one
            say(out, {"failed": str(error)[:LONGEST_FAILURE]})
            return
        say(out, {"version": browser.version})
        visit = Visit(browser)
        while line := await reader.readline():
            say(out, await answer(visit, json.loads(line)))
        with contextlib.suppress(Exception):
            await asyncio.wait_for(browser.close(), 3)
    os._exit(0)  # whatever a page still holds up


async def answer(visit: Visit, step: dict[str, Any]) -> dict[str, Any]:
    """A step's answer. `lost` where this browser can't be used any more."""
    try:
        if step["do"] == "begin":
            await visit.begin(step["base"])
            return {"value": True}
        if step["do"] == "end":
            await visit.end()
            return {"value": True}
        return await visit.take(step)
    except Exception as error:  # noqa: BLE001  # a new browser is started at the next check
        return {"lost": f"{type(error).__name__}: {error}"[:500]}


def say(out: IO[bytes], reply: dict[str, Any]) -> None:
    """One line."""
    data = json.dumps(reply).encode()
    if len(data) > LARGEST_ANSWER:
        data = json.dumps({"problem": "stuck", "got": "more than can be told"}).encode()
    out.write(data + b"\n")
    out.flush()


def main(settings: str) -> None:
    """Answers go to what is the standard output now; nothing else is printed there from here on."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    asyncio.run(answers(json.loads(settings), out))
