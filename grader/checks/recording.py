"""Keeps what was sent and what came, short enough for a report, and as a curl line that can be pasted."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from grader.checks.reply import Reply
from grader.outcomes import Request, Response

LONGEST = 2000


def shorten(body: bytes | None) -> str:
    """A body as text; the middle of a long one is left out."""
    words = (body or b"").decode("utf-8", "replace")
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}… ({len(words)} characters in all)"


def record_request(method: str, target: str, headers: Mapping[str, str], body: bytes | None) -> Request:
    return Request(method, shorten(target.encode()), dict(headers), shorten(body))


def record_response(reply: Reply) -> Response:
    headers = {name: value[:500] for name, value in list(reply.headers.items())[:50]}
    return Response(int(reply.status_code), headers, shorten(reply.content), len(reply.content))


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
