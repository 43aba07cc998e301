"""Day 1: your first server. Start it with `python app.py`.

A view is a function with an address above it. What it returns becomes the answer: a dict or a list is sent as JSON, a
text as HTML; `return {"colour": "red"}, 202, {"X-Shade": "dark"}` adds a status and a header. Each view below answers
"not implemented yet": take them one by one.
"""

from flask import Flask

app = Flask(__name__)


def not_yet() -> tuple[dict, int]:
    """What every view answers until you write it. When nothing uses it any more, delete it."""
    return {"error": "not implemented yet"}, 501


@app.get("/health")
def health():
    # TODO setup.health: tell whoever asks that all is well, as JSON.
    return not_yet()


@app.get("/")
def home():
    # TODO routing.home: a page for people, in HTML, with one <h1>.
    return not_yet()


@app.get("/hello/<name>")
def hello(name: str):
    # TODO routing.path: greet whoever stands in the path.
    return not_yet()


@app.get("/search")
def search():
    # TODO routing.query: request.args has what stands behind the question mark, as texts.
    # TODO routing.method: what does DELETE /search answer, and with which header? Make JSON of its body.
    return not_yet()


@app.get("/messages")
def list_messages():
    # TODO routing.post: all messages so far, in order.
    return not_yet()


@app.post("/messages")
def create_message():
    # TODO routing.post: keep the message, answer 201 with it and, in the header Location, its address.
    return not_yet()


# TODO routing.not-found: Flask answers an unknown address with a page of HTML. Programs want JSON:
#   look for @app.errorhandler in Flask's documentation.
# TODO routing.structure: when this file gets long, move views into a file of their own, as a Blueprint.


@app.get("/api/hello")
def api_hello():
    # TODO hello-api.hello
    return not_yet()


@app.post("/api/greetings")
def api_greetings():
    # TODO hello-api.greet: in four languages.
    return not_yet()


@app.get("/api/time")
def api_time():
    # TODO hello-api.time
    return not_yet()


@app.get("/api/visits")
def api_visits():
    # TODO hello-api.visits: Flask's server handles every request in a thread of its own. Mind two at the same time.
    return not_yet()


if __name__ == "__main__":
    # TODO setup.starts: this listens where nobody but your own machine can reach it, and at a port that is written
    #   down here. It should be 0.0.0.0 and the port in the environment variable PORT, or 8080 where there is none.
    app.run(port=8080)
