"""A `.http` file, for VS Code's REST Client and JetBrains' HTTP client."""

from __future__ import annotations

from grader.exporting.table import BASE_URL, ReadyRequest
from grader.model import Day


def as_http(day: Day, requests: tuple[ReadyRequest, ...], base_url: str = BASE_URL) -> str:
    """A variable for the address, then each request under a heading with its number."""
    blocks = [f"# {day.id}: {day.title}. Click “Send” above a request in your editor.\n@baseUrl = {base_url}\n"]
    for request in requests:
        lines = [f"### {request.number} {request.name} ({request.short})"]
        lines.append(f"{request.method} {{{{baseUrl}}}}{request.path}")
        lines += [f"{name}: {value}" for name, value in request.sent_headers.items()]
        blocks.append("\n".join(lines) + "\n" + (f"\n{request.body}\n" if request.body else ""))
    return "\n".join(blocks)
