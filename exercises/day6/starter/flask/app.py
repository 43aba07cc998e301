"""Day 6: a Todo backend that gets a page, and goes out into the world. Start it with `python app.py`.

This file, db.py, todos.py and web.py are finished. Your work is in public/ (the page), pages.py and cors.py, and then
in health.py and the files that a platform needs: look for TODO.
"""

import os

from flask import Flask

import cors
import db
import health
import pages
import todos
import web


def create_app() -> Flask:
    app = Flask(__name__)
    web.speak_json(app)
    db.answer_errors(app)
    cors.let_in(app)

    for module in (health, pages, todos):
        app.register_blueprint(module.bp)
    db.create_tables()  # after the imports above: only then does it know all tables
    return app


if __name__ == "__main__":
    # The development server: for you, on your machine. What starts the app elsewhere is the production command.
    create_app().run(host="0.0.0.0", port=int(os.environ.get("PORT", 8080)))
