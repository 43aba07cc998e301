"""Which pages of other origins may use the todos: those whose origin is named in the variable CORS_ORIGINS."""

import os

from flask import Flask, Response, request

HEADERS = {
    "Access-Control-Allow-Methods": "GET, POST, PATCH, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type",
    "Access-Control-Expose-Headers": "Location",
}


def let_in(app: Flask) -> None:
    """Flask answers OPTIONS itself, so headers are all that a preflight needs besides."""
    origins = listed(os.environ.get("CORS_ORIGINS", ""))

    @app.after_request
    def allow_listed_origins(response: Response) -> Response:
        """Also on errors."""
        if request.path == "/todos" or request.path.startswith("/todos/"):
            response.vary.add("Origin")  # a cache must not give one origin's answer to another
            origin = request.headers.get("Origin")
            if origin in origins:
                response.headers["Access-Control-Allow-Origin"] = origin
                response.headers.update(HEADERS)
        return response


def listed(text: str) -> set[str]:
    """The origins in a list with commas. One with a slash at its end is meant without: browsers send none."""
    return {origin.strip().rstrip("/") for origin in text.split(",") if origin.strip()}
