"""Day 1: a first server. Start it with `python app.py`."""

import json
import os

from flask import Flask
from werkzeug.exceptions import HTTPException

import hello_api
import pages


def create_app() -> Flask:
    app = Flask(__name__)
    app.register_blueprint(pages.bp)
    app.register_blueprint(hello_api.bp)
    app.register_error_handler(HTTPException, answer_error)

    @app.get("/health")
    def health():
        return {"status": "ok"}

    return app


def answer_error(error: HTTPException):
    """Every error as JSON. Its own response is the start, since that has the headers: Allow, for one."""
    response = error.get_response()
    response.data = json.dumps({"error": error.description})
    response.content_type = "application/json"
    return response


if __name__ == "__main__":
    create_app().run(host="0.0.0.0", port=int(os.environ.get("PORT", 8080)))
