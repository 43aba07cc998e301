"""An answer as a check sees it."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from grader.checks.values import Miss, parse_json


class Status(int):
    """A status code that knows its name: `201 Created`."""

    def __str__(self) -> str:
        return status_words(int(self))

    __repr__ = __str__


def status_words(code: int) -> str:
    """`201 Created`; the bare number for a code that HTTP has no name for."""
    names = {422: "Unprocessable Content", 413: "Content Too Large"}  # RFC 9110's, newer than Python 3.11's
    try:
        return f"{code} {names.get(code) or HTTPStatus(code).phrase}"
    except ValueError:
        return str(code)


class Reply:
    """Status, headers and body of an answer. `json()` fails the check where the body is no JSON."""

    def __init__(self, status: int, headers: Mapping[str, str], content: bytes) -> None:
        self.status_code = Status(status)
        self.headers = headers
        self.content = content

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", "replace")

    @property
    def media_type(self) -> str:
        """Content-Type in lower case without its parameters."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    @property
    def coding(self) -> str:
        """What the body is compressed with; nobody here decompresses it. Empty where it is not."""
        found = self.headers.get("Content-Encoding", "").strip().lower()
        return "" if found == "identity" else found

    def brief(self) -> str:
        """`500 Internal Server Error, text/html, 265 bytes`."""
        return f"{self.status_code}, {self.media_type[:100] or 'no Content-Type'}, {len(self.content)} bytes"

    def json(self) -> Any:
        """The body as JSON. Raises Miss where it is not declared as JSON, or is none."""
        if self.media_type != "application/json" and not self.media_type.endswith("+json"):
            raise Miss("a JSON body (Content-Type: application/json)", self.brief())
        if self.coding:
            raise Miss("a JSON body as it is", f"{self.brief()}, compressed with {self.coding[:40]}")
        try:
            return parse_json(self.content.decode("utf-8"))
        except UnicodeDecodeError:
            raise Miss("a JSON body in UTF-8", f"{self.brief()}, which is not UTF-8") from None
        except ValueError as error:
            raise Miss("a JSON body", f"{self.brief()}, which is not valid JSON: {error}") from None
