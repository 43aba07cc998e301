"""Day 7: a blog. Start it with `python app.py`, or for real use as the Procfile says.

accounts.py, access.py, tokens.py, passwords.py, users.py   who is it? (day 4)
posts.py, slugs.py     what a post is, and how its address is made
writing.py             /posts/<slug>: write, read, change, publish, delete
feed.py                /posts, /tags and /users/<id>: published posts, the newest first
comments.py            /posts/<slug>/comments
db.py, web.py, settings.py, health.py   what all of them need
"""

import os

from flask import Flask

import accounts
import comments
import db
import feed
import health
import web
import writing


def create_app() -> Flask:
    app = Flask(__name__)
    web.speak_json(app)
    db.answer_errors(app)

    for module in (health, accounts, writing, feed, comments):
        app.register_blueprint(module.bp)
    db.create_tables()  # after the imports above: only then does it know all tables
    return app


if __name__ == "__main__":
    create_app().run(host="0.0.0.0", port=int(os.environ.get("PORT", 8080)))
