"""Many clients at the same time: the requests start together and each has a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from grader.checks.api import Api
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

    def send(self, requests: Sequence[Request]) -> list[Reply]:
        """One client a request, all at once. Raises the first Miss, once all are done."""
        together = threading.Barrier(len(requests))
        records: list[list[Sent]] = [[] for _ in requests]

        def one(request: Request, record: list[Sent]) -> Reply:
            method, path, how = request
            client = self._new_client(record)
            try:
                together.wait(30)
                return client.request(method, path, **how)
            finally:
                client.session.close()

        with ThreadPoolExecutor(len(requests)) as pool:
            futures = [pool.submit(one, *pair) for pair in zip(requests, records, strict=True)]
        self._record += [exchange for record in records for exchange in record]
        return [future.result() for future in futures]
