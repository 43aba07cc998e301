"""Another solution of the Flask track of day 2, written without a look at the reference solution."""

USERS = """\
from flask import Blueprint, abort, request
from web import Invalid

bp = Blueprint("users", __name__, url_prefix="/users")

db = {}
last_id = 0


def validated(payload):
    errors = {}
    for key in ("name", "email"):
        value = payload.get(key)
        if not isinstance(value, str):
            errors[key] = "must be a string"
        elif not value.strip():
            errors[key] = "must not be empty"
    if errors:
        raise Invalid(errors)
    return {"name": payload["name"], "email": payload["email"]}


@bp.get("")
def all_users():
    return list(db.values())


@bp.post("")
def add_user():
    global last_id
    data = validated(request.get_json())
    last_id += 1
    db[last_id] = {"id": last_id, **data}
    return db[last_id], 201, {"Location": f"/users/{last_id}"}


@bp.get("/<int:uid>")
def one_user(uid):
    if uid not in db:
        abort(404)
    return db[uid]


@bp.put("/<int:uid>")
def edit_user(uid):
    if uid not in db:
        abort(404)
    data = validated(request.get_json())
    db[uid] = {"id": uid, **data}
    return db[uid]


@bp.delete("/<int:uid>")
def delete_user(uid):
    if uid not in db:
        abort(404)
    del db[uid]
    return "", 204
"""

JSON_API = """\
from flask import Blueprint, request
from web import Invalid

bp = Blueprint("json_api", __name__)


@bp.post("/echo")
def echo():
    return {"received": request.get_json()}


@bp.post("/stats")
def stats():
    data = request.get_json()
    numbers = data.get("numbers") if isinstance(data, dict) else None
    if not isinstance(numbers, list):
        raise Invalid({"numbers": "must be a list"})
    if any(isinstance(n, bool) or not isinstance(n, (int, float)) for n in numbers):
        raise Invalid({"numbers": "must hold numbers only"})
    if not numbers:
        return {"count": 0, "sum": 0, "mean": None, "min": None, "max": None}
    return {
        "count": len(numbers),
        "sum": sum(numbers),
        "mean": sum(numbers) / len(numbers),
        "min": min(numbers),
        "max": max(numbers),
    }


@bp.post("/orders/total")
def total():
    data = request.get_json()
    amount = 0
    for item in data["items"]:
        if item["price"] < 0 or item["quantity"] < 1:
            raise Invalid({"items": "price or quantity out of range"})
        amount += item["price"] * item["quantity"]
    discount = data.get("discount")
    if discount:
        if not 0 <= discount["percent"] <= 100:
            raise Invalid({"discount": "must be 0 to 100"})
        amount = amount * (100 - discount["percent"]) / 100
    return {"total": round(amount + 1e-9, 2)}
"""
