"""Which pages of other origins may use the todos: those whose origin is named in the variable CORS_ORIGINS."""

from flask import Flask, Response


def let_in(app: Flask) -> None:
    """Called once, when the app is made."""

    @app.after_request
    def allow_listed_origins(response: Response) -> Response:
        """Called with every answer of the whole app, before it is sent. Errors pass here too."""
        # TODO frontend.cors: CORS_ORIGINS is a list with commas, such as https://a.example,http://localhost:5173. If the
        #   request is about /todos or a todo, and its header Origin is in that list, the answer needs
        #   Access-Control-Allow-Origin (with this origin), -Allow-Methods and -Allow-Headers. For others: none of them.
        return response
