"""A day's table of ready requests, in the formats that API clients read. To add one more:

1. write a module here with a function that makes a text of a day, its requests and the server's address; the text is
   the same every time, since scaffold compares files byte by byte, and everything that is there can be sent as it is;
2. name it in `FORMATS`, with the name that its file usually has.

`table` reads `exercises/<day>/<exercise>/requests.toml`. The addresses are those of `grade serve`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grader.exporting.curl import as_curl
from grader.exporting.http_file import as_http
from grader.exporting.openapi import as_openapi
from grader.exporting.postman import as_postman
from grader.exporting.table import BASE_URL, ReadyRequest, load_requests
from grader.model import Day

__all__ = ["BASE_URL", "FORMATS", "SCAFFOLDED", "Format", "ReadyRequest", "load_requests"]


@dataclass(frozen=True)
class Format:
    """One way to write the requests down. In `file`, `{day}` stands for the day's id."""

    file: str
    render: Callable[[Day, tuple[ReadyRequest, ...], str], str]

    def name(self, day: Day) -> str:
        """The usual name of its file."""
        return self.file.format(day=day.id)


FORMATS = {
    "http": Format("requests.http", as_http),
    "curl": Format("requests.sh", as_curl),
    "postman": Format("{day}.postman_collection.json", as_postman),
    "openapi": Format("openapi.yaml", as_openapi),
}
SCAFFOLDED = ("http", "curl", "postman")  # that every project has
