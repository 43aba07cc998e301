"""Day 3: notes and todos in a database. Start it with `python app.py`; DATABASE_URL says which database.

This file and web.py are finished. Your work is in db.py, health.py, notes.py and todos.py: look for TODO.
"""

import os

from flask import Flask

import db
import health
import notes
import todos
import web


def create_app() -> Flask:
    app = Flask(__name__)
    web.speak_json(app)
    db.answer_errors(app)

    app.register_blueprint(health.bp)
    app.register_blueprint(notes.bp)
    app.register_blueprint(todos.bp)
    db.create_tables()  # after the imports above: only then does it know all tables
    return app


if __name__ == "__main__":
    create_app().run(host="0.0.0.0", port=int(os.environ.get("PORT", 8080)))
