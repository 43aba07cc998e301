"""/: the page, and the files that it names. It is a client of the API like any other; its files lie in public/."""

from flask import Blueprint, send_from_directory

bp = Blueprint("pages", __name__, static_folder="public/assets", static_url_path="/assets")


@bp.get("/")
def page():
    return send_from_directory("public", "index.html")
