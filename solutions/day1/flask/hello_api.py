"""A first API: a greeting, greetings in four languages, the time, and a counter."""

from datetime import UTC, datetime
from threading import Lock

from flask import Blueprint, request

bp = Blueprint("hello_api", __name__, url_prefix="/api")

GREETINGS = {"en": "Hello", "es": "Hola", "fr": "Bonjour", "de": "Hallo"}
lock = Lock()
visits = 0


@bp.get("/hello")
def hello():
    return {"message": "Hello, World!"}


@bp.post("/greetings")
def greet():
    body = request.get_json()
    name, language = (body.get("name"), body.get("language")) if isinstance(body, dict) else (None, None)
    fields = {}
    if not isinstance(name, str) or not name:
        fields["name"] = "must be a text"
    if not isinstance(language, str) or language not in GREETINGS:
        fields["language"] = f"must be one of {', '.join(GREETINGS)}"
    if fields:
        words = "; ".join(f"{field} {what}" for field, what in fields.items())
        return {"error": words, "fields": fields}, 422
    return {"greeting": f"{GREETINGS[language]}, {name}!"}, 201


@bp.get("/time")
def time():
    return {"now": datetime.now(UTC).isoformat()}


@bp.get("/visits")
def count_visit():
    global visits
    with lock:
        visits += 1
        return {"visits": visits}
