"""Day 5: a help desk. Start it with `python app.py`.

It works; now it is to become something that others can run. Look for TODO. A good order to work in:

    middleware.py, problems.py, rules.py   an id for each request, errors that explain themselves
    settings.py, config.py, export.py      settings from outside
    logs.py                                a line of JSON for each request
    reports.py                             five bugs
    attachments.py, mails.py               if there is time
"""

from flask import Flask

import attachments
import boom
import config
import db
import export
import health
import logs
import middleware
import problems
import reports
import settings
import tickets
import web


def create_app() -> Flask:
    app = Flask(__name__)
    web.speak_json(app)
    problems.answer_errors(app)
    db.answer_errors(app)
    logs.wrap(app)  # before what may refuse a request: each one is to have its line
    middleware.wrap(app)

    for module in (health, boom, config, export, tickets, attachments, reports):
        app.register_blueprint(module.bp)
    db.create_tables()  # after the imports above: only then does it know all tables
    return app


if __name__ == "__main__":
    create_app().run(host="0.0.0.0", port=settings.PORT, debug=settings.DEBUG)
