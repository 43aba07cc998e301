"""/: the page, and the files that it names. It is a client of the API like any other; its files lie in public/."""

from flask import Blueprint

# TODO frontend.page: with static_folder="public/assets" and static_url_path="/assets", a blueprint serves the files of
#   that folder by itself. The page in public/index.html names two of them.
bp = Blueprint("pages", __name__)

# TODO frontend.page: a route / that answers with public/index.html. flask.send_from_directory does it.
