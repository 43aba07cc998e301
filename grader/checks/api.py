"""The `api` of a check: sends bounded requests to the app and keeps a record of each."""

from __future__ import annotations

import json as jsonlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from grader.checks.answers import NoAnswer
from grader.checks.exchange import Asked, Patience, target_of, words_for
from grader.checks.recording import Sent
from grader.checks.reply import Reply
from grader.checks.session import LARGEST, Session
from grader.checks.transport import Limits, TooLarge
from grader.checks.values import Miss
from grader.server.address import Address

UNSET: Any = object()
WENT_WRONG = (OSError, ValueError, NoAnswer)  # what a session raises
SECONDS_A_CHECK = 45.0


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

    def request(self, method: str, path: str, **how: Any) -> Reply:
        """Sends one request and waits for the whole answer. Raises Miss where none came in time."""
        asked = self.prepared(method, path, **how)
        self.send(asked)
        return self.judged(asked, self.reply(asked))

    def each(self, method: str, path: str, bodies: Iterable[Any]) -> Iterator[Reply]:
        """The answers to one request after the other, each with one of the bodies as JSON.

        The whole of an answer has come before the next request is sent; the app works at that one while whoever asked
        looks at the answer. The record has it once its own answer is wanted.
        """
        asked: Asked | None = None
        for body in bodies:
            reply = self.reply(asked) if asked else None
            last, asked = asked, self.prepared(method, path, json=body)
            self.send(asked)
            if last and reply:
                yield self.judged(last, reply)
        if asked:
            yield self.judged(asked, self.reply(asked))

    # --- the steps of a request ---------------------------------------------------------------------------------------
    def prepared(
        self,
        method: str,
        path: str,
        *,
        json: Any = UNSET,
        data: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, Any] | None = None,
    ) -> Asked:
        """A request in words, and a connection for it. Raises Miss for an address that is not the app's."""
        sent = dict(headers or {})
        body = data.encode() if isinstance(data, str) else data
        if json is not UNSET:
            body = jsonlib.dumps(json).encode()
            sent.setdefault("Content-Type", "application/json")
        target = target_of(path, self.address, self.shown) + (f"?{urlencode(params)}" if params else "")
        headers = self.session.headers(method, target, sent, body)
        asked = Asked(Sent(self.shown, method, target, sent, body), headers, body)
        self._try(asked, self._begin)
        return asked

    def send(self, asked: Asked) -> None:
        """Sends what is prepared. Its time begins now."""
        self._try(asked, self._send)

    def reply(self, asked: Asked) -> Reply:
        """The whole answer. Raises Miss where none came in time."""
        self.record.append(asked.sent)
        try:
            if asked.error is not None:
                raise asked.error
            reply = Reply(*self.session.receive(asked.sent.target, asked.headers))
        except WENT_WRONG as error:
            raise self._no_answer(error, asked) from None
        asked.sent.answered(reply)
        return reply

    def judged(self, asked: Asked, reply: Reply) -> Reply:
        """The answer. Raises Miss where it is compressed and nobody had asked for that."""
        if reply.coding and reply.content and "accept-encoding" not in map(str.lower, asked.sent.headers):
            raise Miss(
                f"an answer to {asked.sent.method} {asked.sent.target[:200]} as it is (Accept-Encoding: identity)",
                f"one that is compressed with {reply.coding[:40]}, which nobody had asked for",
            )
        return reply

    def _try(self, asked: Asked, step: Callable[[Asked], None]) -> None:
        if asked.error is None:
            try:
                step(asked)
            except (*WENT_WRONG, Miss) as error:
                asked.error = error

    def _begin(self, asked: Asked) -> None:
        if time.monotonic() - self.asking() > self.ends:
            raise Miss(f"all answers of this check within {SECONDS_A_CHECK:g} s", "an app that is slower than that")
        self.limits.seconds = self.patience.seconds
        asked.began = self.limits.begin()
        self.session.begin(asked.sent.method, asked.sent.target, asked.headers, asked.body)

    def _send(self, asked: Asked) -> None:
        asked.began = self.limits.begin()
        self.session.send()

    def _no_answer(self, error: Exception, asked: Asked) -> Miss:
        took = time.monotonic() - asked.began
        if self.limits.left < 0 or isinstance(error, TooLarge):
            words = f"a response too large: more than {LARGEST >> 20} MiB"
        elif took >= self.limits.seconds * 0.95:
            self.patience.ran_out()
            words = f"none within {self.limits.seconds:g} s: it took longer than that"
        elif reason := self.why_gone():
            words = f"none: the app stopped ({reason})"
        else:
            words = words_for(error)
        asked.sent.error = words
        return Miss(f"an answer to {asked.sent.method} {asked.sent.target[:200]}", words)
