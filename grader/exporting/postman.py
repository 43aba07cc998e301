"""A Postman collection, version 2.1. Insomnia and Bruno read it too."""

from __future__ import annotations

import json
from typing import Any

from grader.exporting.table import BASE_URL, ReadyRequest
from grader.model import Day

POSTMAN_SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"


def as_postman(day: Day, requests: tuple[ReadyRequest, ...], base_url: str = BASE_URL) -> str:
    """A Postman collection, version 2.1, with a folder for each exercise. Insomnia and Bruno read it too."""
    folders = [
        {
            "name": f"{exercise.name}: {exercise.title}",
            "item": [_item(request) for request in requests if request.exercise == exercise.id],
        }
        for exercise in day.exercises
    ]
    collection = {
        "info": {"name": f"{day.id}: {day.title}", "description": day.summary, "schema": POSTMAN_SCHEMA},
        "item": [folder for folder in folders if folder["item"]],
        "variable": [{"key": "baseUrl", "value": base_url, "type": "string"}],
    }
    return json.dumps(collection, indent=2, ensure_ascii=False) + "\n"


def _item(request: ReadyRequest) -> dict[str, Any]:
    path, _, query = request.path.partition("?")
    url: dict[str, Any] = {
        "raw": f"{{{{baseUrl}}}}{request.path}",
        "host": ["{{baseUrl}}"],
        "path": path.removeprefix("/").split("/"),
    }
    if query:
        pairs = (pair.partition("=") for pair in query.split("&"))
        url["query"] = [{"key": key, "value": value} for key, _, value in pairs]
    sent: dict[str, Any] = {
        "method": request.method,
        "header": [{"key": name, "value": value} for name, value in request.sent_headers.items()],
        "url": url,
        "description": f"Goal {request.goal}",
    }
    if request.body:
        language = "json" if request.is_json else "text"
        sent["body"] = {"mode": "raw", "raw": request.body, "options": {"raw": {"language": language}}}
    item: dict[str, Any] = {"name": f"{request.number} {request.name}", "request": sent, "response": []}
    unsent = {name.lower(): True for name, value in request.headers.items() if not value}
    if unsent:
        item["protocolProfileBehavior"] = {"disabledSystemHeaders": unsent}
    return item
