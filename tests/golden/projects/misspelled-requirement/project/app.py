from flask import Flask, jsonify, request

app = Flask(__name__)
users = []


@app.get("/health")
def health():
    return {"status": "ok"}


@app.get("/users")
def list_users():
    return jsonify(users)


@app.post("/users")
def create_user():
    data = request.get_json()
    user = {"id": len(users) + 1, "name": data["name"], "email": data["email"]}
    users.append(user)
    return user, 201, {"Location": f"/users/{user['id']}"}


if __name__ == "__main__":
    app.run(port=5000)
