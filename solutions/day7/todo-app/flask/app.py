"""Day 7: the todo app. Start it with `python app.py`, or for real use as the Procfile says."""

import os

from flask import Flask

import accounts
import bulk
import db
import health
import moving
import sharing
import todos
import web


def create_app() -> Flask:
    app = Flask(__name__)
    web.speak_json(app)
    db.answer_errors(app)

    for module in (health, accounts, todos, moving, sharing, bulk):
        app.register_blueprint(module.bp)
    db.create_tables()  # after the imports above: only then does it know all tables
    return app


if __name__ == "__main__":
    create_app().run(host="0.0.0.0", port=int(os.environ.get("PORT", 8080)))
