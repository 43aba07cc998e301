"""Keeps what was sent and what came, short enough for a report, and as a curl line that can be pasted.

Most of it is never read, so that it is worded when a report wants it, not while the app's answer waits.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grader.checks.reply import Reply
from grader.outcomes import Request, Response

LONGEST = 2000


def shorten(body: bytes | None) -> str:
    """A body as text; the middle of a long one is left out."""
    words = (body or b"").decode("utf-8", "replace")
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}… ({len(words)} characters in all)"


@dataclass
class Sent:
    """A request, and what has come of it up to now. `shown` is the app's address as a person would type it."""

    shown: str
    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes | None
    error: str = ""

    def __post_init__(self) -> None:
        self._reply: tuple[Reply, str | None] | None = None
        self._long: tuple[str, Request] | None = None
        if len(self.body or b"") + len(self.target) > LONGEST:  # then it is not kept whole
            self._long = (self.curl, self.request)
            self.body = None

    def answered(self, reply: Reply) -> None:
        """Of a long answer its ends are kept: a run has many."""
        if len(reply.content) <= LONGEST:
            self._reply = (reply, None)
        else:
            self._reply = (Reply(int(reply.status_code), reply.headers, b""), shorten(reply.content))
            self.size = len(reply.content)

    @property
    def request(self) -> Request:
        if self._long:
            return self._long[1]
        return Request(self.method, shorten(self.target.encode()), dict(self.headers), shorten(self.body))

    @property
    def curl(self) -> str:
        if self._long:
            return self._long[0]
        return curl_line(self.shown, self.method, self.target, self.headers, self.body)

    @property
    def response(self) -> Response | None:
        if self._reply is None:
            return None
        reply, short = self._reply
        headers = {name: value[:500] for name, value in list(reply.headers.items())[:50]}
        if short is not None:
            return Response(int(reply.status_code), headers, short, self.size)
        return Response(int(reply.status_code), headers, shorten(reply.content), len(reply.content))

    def as_data(self) -> dict[str, Any]:
        """As `outcomes.Exchange` has it, for a line of JSON."""
        response = self.response
        parts = {"request": vars(self.request), "response": response and vars(response)}
        return {**parts, "curl": self.curl, "error": self.error}


def curl_line(base: str, method: str, target: str, headers: Mapping[str, str], body: bytes | None) -> str:
    """The same request for a shell. A body without a type gets `-H 'Content-Type:'`: curl would add a form's."""
    words = ["curl", "-i"]
    words += ["--head"] if method == "HEAD" else [] if method == "GET" else ["-X", method]
    words.append(base.rstrip("/") + shorten(target.encode()))
    for name, value in headers.items():
        words += ["-H", f"{name}: {value}"]
    if body is not None:
        if not any(name.lower() == "content-type" for name in headers):
            words += ["-H", "Content-Type:"]
        words += ["--data-binary" if b"\n" in body or body[:1] == b"@" else "-d", shorten(body)]
    return shlex.join(words)
