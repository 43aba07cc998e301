import os
from itertools import count

import flask
from storage import Users

server = flask.Flask(__name__)
users = Users(count(1))


@server.get("/health")
def health():
    return {"status": "ok"}


@server.get("/users")
def index():
    return flask.jsonify(users.all())


@server.post("/users")
def create():
    body = flask.request.get_json(force=True)
    user = users.add(body.get("name"), body.get("email"))
    return user, 201, {"Location": f"/users/{user['id']}"}


def main():
    server.run(host="0.0.0.0", port=int(os.environ.get("PORT", 5000)))


if __name__ == "__main__":
    main()
