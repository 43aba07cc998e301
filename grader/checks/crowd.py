"""Many clients at the same time: the requests start together and each has a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from grader.checks.api import Api
from grader.checks.exchange import Asked, Patience
from grader.checks.recording import Sent
from grader.checks.reply import Reply

Request = tuple[str, str, dict[str, Any]]
T = TypeVar("T")
LAST = 8  # exchanges that are kept of each client that has many


class Crowd:
    """`crowd.send([("GET", "/visits", {}), …])` gives the replies in the order of the requests."""

    def __init__(self, new_client: Callable[[list[Sent]], Api], record: list[Sent]) -> None:
        self._new_client = new_client
        self._record = record

    def run(self, clients: int, work: Callable[[Api, int], T]) -> list[T]:
        """Calls `work(api, number)` for each client at the same time; what they gave. Raises the first Miss, once all
        are done."""
        together = threading.Barrier(clients)
        records: list[list[Sent]] = [[] for _ in range(clients)]

        def one(number: int) -> T:
            client = self._new_client(records[number])
            try:
                together.wait(30)
                return work(client, number)
            finally:
                client.session.close()
                del records[number][:-LAST]

        with ThreadPoolExecutor(clients) as pool:
            futures = [pool.submit(one, number) for number in range(clients)]
        # Those that went wrong last: a report shows the end.
        order = sorted(range(clients), key=lambda number: futures[number].exception() is not None)
        self._record += [exchange for number in order for exchange in records[number]]
        return [future.result() for future in futures]

    def send(self, requests: Sequence[Request], patience: float = 0.0) -> list[Reply]:
        """One client a request, all at once. Raises the first Miss, once all are done.

        All of them are connected before the first is sent, and one thread sends them: as many threads would each have
        to wait for a processor, and on a busy machine the first answer would be there before the last request.
        `patience`: seconds for an answer, where it may take longer than others.
        """
        clients = [self._new_client([]) for _ in requests]
        try:
            if patience:
                for client in clients:
                    client.patience = Patience(patience)
            pairs = zip(clients, requests, strict=True)
            asked = [client.prepared(method, path, **how) for client, (method, path, how) in pairs]
            for client, one in zip(clients, asked, strict=True):
                client.send(one)
            with ThreadPoolExecutor(len(clients)) as pool:
                futures = [pool.submit(answered, *pair) for pair in zip(clients, asked, strict=True)]
        finally:
            self._record += [exchange for client in clients for exchange in client.record]
            for client in clients:
                client.session.close()
        return [future.result() for future in futures]


def answered(client: Api, asked: Asked) -> Reply:
    """Its answer, and no connection for more of them: others of the crowd may be waiting for it."""
    try:
        return client.judged(asked, client.reply(asked))
    finally:
        client.session.close()
