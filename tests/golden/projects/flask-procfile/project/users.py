from flask import Blueprint, jsonify, request

bp = Blueprint("users", __name__)
users = []


@bp.get("/users")
def list_users():
    return jsonify(users)


@bp.post("/users")
def create_user():
    data = request.get_json()
    user = {"id": len(users) + 1, "name": data["name"], "email": data["email"]}
    users.append(user)
    return user, 201, {"Location": f"/users/{user['id']}"}
