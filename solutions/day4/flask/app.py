"""Day 4: accounts, tokens, and notes that belong to somebody. Start it with `python app.py`."""

import os

from flask import Flask

import accounts
import admin
import changes
import db
import health
import me
import notes
import web


def create_app() -> Flask:
    app = Flask(__name__)
    web.speak_json(app)
    db.answer_errors(app)

    for module in (health, accounts, me, changes, admin, notes):
        app.register_blueprint(module.bp)
    db.create_tables()  # after the imports above: only then does it know all tables
    return app


if __name__ == "__main__":
    create_app().run(host="0.0.0.0", port=int(os.environ.get("PORT", 8080)))
