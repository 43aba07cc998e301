from flask import Flask


def create_app(testing=False):
    app = Flask(__name__)
    app.config["TESTING"] = testing

    from .users import bp

    app.register_blueprint(bp)

    @app.get("/health")
    def health():
        return {"status": "ok"}

    return app
