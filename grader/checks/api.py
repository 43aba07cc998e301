"""The `api` of a check: sends bounded requests to the app and keeps a record of each."""

from __future__ import annotations

import json as jsonlib
import time
from collections.abc import Callable, Iterator, Mapping
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from typing import Any
from urllib.parse import urlencode, urlsplit

from grader.checks.recording import Sent
from grader.checks.reply import Reply
from grader.checks.session import LARGEST, Session
from grader.checks.stock import Stock
from grader.checks.transport import Limits, TooLarge
from grader.checks.values import Miss
from grader.server.address import Address

UNSET: Any = object()
SECONDS = 5.0
SECONDS_A_CHECK = 45.0
SECONDS_WHEN_HANGING = 1.0
HANGING_AFTER = 3


class Patience:
    """Seconds that one exchange may take. After a few that took too long, a run stops waiting that long.

    A run's clients share it, and with it the sockets that are at hand for them.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self.missed = 0
        self.stock = Stock()

    def ran_out(self) -> None:
        self.missed += 1
        if self.missed >= HANGING_AFTER:
            self.seconds = min(self.seconds, SECONDS_WHEN_HANGING)


class Api:
    """The app over HTTP: one connection and one cookie jar for one check."""

    def __init__(
        self,
        address: Address,
        shown: str,
        record: list[Sent],
        patience: Patience,
        why_gone: Callable[[], str] = lambda: "",
    ) -> None:
        self.address = address
        self.shown = shown
        self.record = record
        self.patience = patience
        self.why_gone = why_gone
        self.ends = time.monotonic() + SECONDS_A_CHECK
        self.asking: Callable[[], float] = lambda: 0.0  # seconds since then in which the check asked the grader
        self.limits = Limits(patience.seconds, LARGEST)
        self.session = Session(address, self.limits, patience.stock)

    def get(self, path: str, **how: Any) -> Reply:
        return self.request("GET", path, **how)

    def post(self, path: str, **how: Any) -> Reply:
        return self.request("POST", path, **how)

    def put(self, path: str, **how: Any) -> Reply:
        return self.request("PUT", path, **how)

    def patch(self, path: str, **how: Any) -> Reply:
        return self.request("PATCH", path, **how)

    def delete(self, path: str, **how: Any) -> Reply:
        return self.request("DELETE", path, **how)

    def head(self, path: str, **how: Any) -> Reply:
        return self.request("HEAD", path, **how)

    def options(self, path: str, **how: Any) -> Reply:
        return self.request("OPTIONS", path, **how)

    def request(
        self,
        method: str,
        path: str,
        *,
        json: Any = UNSET,
        data: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, Any] | None = None,
    ) -> Reply:
        """Sends one request and waits for the whole answer. Raises Miss where none came in time."""
        sent = dict(headers or {})
        body = data.encode() if isinstance(data, str) else data
        if json is not UNSET:
            body = jsonlib.dumps(json).encode()
            sent.setdefault("Content-Type", "application/json")
        target = self._target(path) + (f"?{urlencode(params)}" if params else "")
        self.record.append(Sent(self.shown, method, target, sent, body))
        reply = self._send(method, target, sent, body)
        self.record[-1].answered(reply)
        if reply.coding and reply.content and "accept-encoding" not in map(str.lower, sent):
            raise Miss(
                f"an answer to {method} {target[:200]} as it is (Accept-Encoding: identity)",
                f"one that is compressed with {reply.coding[:40]}, which nobody had asked for",
            )
        return reply

    def _target(self, path: str) -> str:
        """The path of an address on this app. An absolute one must have the app's authority."""
        if not path:
            raise Miss("an address (a Location header, say)", "none")
        if path.startswith("/") and not path.startswith("//"):
            return path
        try:
            parts = urlsplit(path)
        except ValueError:
            raise Miss("an address (a Location header, say)", path[:200]) from None
        bases = [urlsplit(base) for base in (self.address.base_url, self.shown)]
        own = {(scheme, base.netloc) for base in bases for scheme in (base.scheme, "")}
        if (parts.scheme or parts.netloc) and (parts.scheme, parts.netloc) not in own:
            raise Miss(f"an address on {self.address.base_url}", path[:200])
        if parts.netloc:
            return parts.path + (f"?{parts.query}" if parts.query else "")
        return path if path.startswith(("/", "*")) else f"/{path}"

    def _send(self, method: str, target: str, headers: Mapping[str, str], body: bytes | None) -> Reply:
        headers = self.session.headers(method, target, headers, body)
        if time.monotonic() - self.asking() > self.ends:
            raise Miss(f"all answers of this check within {SECONDS_A_CHECK:g} s", "an app that is slower than that")
        self.limits.seconds = self.patience.seconds
        self.limits.begin()
        began = time.monotonic()
        try:
            return Reply(*self.session.send(method, target, headers, body))
        except (OSError, ValueError, HTTPException) as error:
            took = time.monotonic() - began
            raise self._no_answer(error, method, target, took) from None

    def _no_answer(self, error: Exception, method: str, target: str, took: float) -> Miss:
        if self.limits.left < 0 or isinstance(error, TooLarge):
            words = f"a response too large: more than {LARGEST >> 20} MiB"
        elif took >= self.limits.seconds * 0.95:
            self.patience.ran_out()
            words = f"none within {self.limits.seconds:g} s: it took longer than that"
        elif reason := self.why_gone():
            words = f"none: the app stopped ({reason})"
        elif any(isinstance(cause, (ConnectionRefusedError, FileNotFoundError)) for cause in causes(error)):
            words = "no connection: nothing listens there"
        elif fault := not_http(error):
            words = f"one that is no valid HTTP: {fault}"
        else:
            words = "a connection that broke off before a whole answer had come"
        self.record[-1].error = words
        return Miss(f"an answer to {method} {target[:200]}", words)


def causes(error: BaseException) -> Iterator[BaseException]:
    """An exception and those that libraries have wrapped in it."""
    yield error
    for inner in error.args:
        if isinstance(inner, BaseException) and inner is not error:
            yield from causes(inner)


def not_http(error: BaseException) -> str:
    """What a client could not read in an answer; empty where the connection is at fault."""
    for cause in causes(error):
        if isinstance(cause, HTTPException) and not isinstance(cause, (IncompleteRead, RemoteDisconnected)):
            return str(cause).strip()[:200] or type(cause).__name__
    return ""
