"""Day 6: a Todo backend with a page, ready for the world. `python app.py` for yourself; a platform starts gunicorn."""

import os

from flask import Flask, Response

import cors
import db
import health
import pages
import todos
import web


def create_app() -> Flask:
    app = Flask(__name__, static_folder=None)  # pages.py serves what may be seen
    web.speak_json(app)
    db.answer_errors(app)
    cors.let_in(app)
    app.after_request(take_types_at_their_word)

    for module in (health, pages, todos):
        app.register_blueprint(module.bp)
    db.create_tables()  # after the imports above: only then does it know all tables
    return app


def take_types_at_their_word(response: Response) -> Response:
    """A browser that guesses may take a text for a script."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


if __name__ == "__main__":
    # The development server: for you, on your machine.
    create_app().run(host="0.0.0.0", port=int(os.environ.get("PORT", 8080)))
