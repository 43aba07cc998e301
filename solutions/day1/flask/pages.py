"""Routing: a page, a path with a name in it, a query, and messages that live in memory."""

import re
from threading import Lock

from flask import Blueprint, request, url_for

bp = Blueprint("pages", __name__)

messages: list[dict] = []
lock = Lock()  # Flask's server handles every request in a thread of its own


@bp.get("/")
def home():
    return "<!doctype html><title>Day 1</title><h1>It works</h1>"


@bp.get("/hello/<name>")
def hello(name: str):
    return {"message": f"Hello, {name}!"}


@bp.get("/search")
def search():
    q, limit = request.args.get("q", ""), request.args.get("limit", "10")
    fields = {}
    if not q:
        fields["q"] = "must not be empty"
    if not re.fullmatch("[0-9]{1,3}", limit) or not 1 <= int(limit) <= 100:
        fields["limit"] = "must be a whole number from 1 to 100"
    if fields:
        return {"error": "the query is not valid", "fields": fields}, 422
    return {"q": q, "limit": int(limit)}


@bp.get("/messages")
def list_messages():
    with lock:
        return list(messages)


@bp.post("/messages")
def create_message():
    body = request.get_json()
    text = body.get("text") if isinstance(body, dict) else None
    if not isinstance(text, str) or not text:
        return {"error": "the message is not valid", "fields": {"text": "must be a text"}}, 422
    with lock:
        message = {"id": len(messages) + 1, "text": text}
        messages.append(message)
    return message, 201, {"Location": url_for("pages.get_message", message_id=message["id"])}


@bp.get("/messages/<int:message_id>")
def get_message(message_id: int):
    with lock:
        found = [message for message in messages if message["id"] == message_id]
    return found[0] if found else ({"error": f"there is no message {message_id}"}, 404)
