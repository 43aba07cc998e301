"""Day 7: a shop. Start it with `python app.py`."""

import os

from flask import Flask

import accounts
import db
import health
import routes
import web


def create_app() -> Flask:
    app = Flask(__name__)
    web.speak_json(app)
    db.answer_errors(app)

    for module in (health, accounts, *routes.MODULES):
        app.register_blueprint(module.bp)
    db.create_tables()  # after the imports above: only then does it know all tables
    return app


if __name__ == "__main__":
    create_app().run(host="0.0.0.0", port=int(os.environ.get("PORT", 8080)))
