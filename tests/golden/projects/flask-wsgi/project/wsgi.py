from flask import Flask

from users import bp

application = Flask(__name__)
application.register_blueprint(bp)


@application.get("/health")
def health():
    return {"status": "ok"}


# application.run(debug=True)
