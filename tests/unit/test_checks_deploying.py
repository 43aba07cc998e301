"""What tells a production server from a development one, and what an answer from outside must not show."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from grader.checks import elsewhere, serving
from grader.checks.reply import Reply
from grader.checks.values import Miss


@pytest.mark.parametrize(
    ("server", "printed", "found"),
    [
        ("Werkzeug/3.1.4 Python/3.12.8", "", "Flask's development server"),
        ("", "WARNING: This is a development server. Do not use it", "Flask's development server"),
        ("WSGIServer/0.2 CPython/3.12.8", "", "Django's development server"),
        ("gunicorn", "Listening at: http://0.0.0.0:8080", ""),
        ("", "", ""),
    ],
)
def test_what_a_server_says_of_itself(server: str, printed: str, found: str) -> None:
    """Development servers say it in the header Server, or when they start."""
    assert serving.betrayed(server, printed) == found


@pytest.mark.parametrize(
    ("command", "for_developing"),
    [
        ("flask --app app run --host 0.0.0.0", True),
        ("python manage.py runserver 0.0.0.0:$PORT", True),
        ("gunicorn --reload app:app", True),
        ("nodemon server.js", True),
        ("node --watch server.js", True),
        ("npm start", True),  # whose script watches
        ("gunicorn runserver:app", False),
        ("node server.js", False),
        ("python manage.py migrate && gunicorn config.wsgi", False),
    ],
)
def test_commands_for_developing(command: str, for_developing: bool) -> None:
    """What watches files, and what a framework brings for trying things out."""
    assert bool(serving.develops(command, {"start": "tsx watch server.ts"})) is for_developing


@pytest.mark.parametrize(
    ("command", "server", "name"),
    [
        ("gunicorn app:app", "", "gunicorn"),
        ("python -m uvicorn app:app", "", "uvicorn"),
        ("python serve.py", "", "waitress"),
        ("./start.sh", "", "granian"),
        ("python other.py", "waitress", "waitress"),
        ("python other.py", "", ""),
    ],
)
def test_production_servers(command: str, server: str, name: str) -> None:
    """By the command, by the script that it runs, or by the answers' header."""
    files = {"serve.py": "from waitress import serve", "start.sh": "exec granian app:app", "other.py": "app.run()"}
    assert serving.named(command, server, files.__getitem__, files) == name


def test_node() -> None:
    """Node's own server is one for production."""
    assert serving.is_node("npm start", {"start": "exec node server.js"})
    assert serving.is_node("NODE_ENV=production node server.js", {})
    assert not serving.is_node("python app.py", {})


@pytest.mark.parametrize(
    ("url", "right"),
    [
        ("https://todos.example.org/todos/7", True),
        ("https://TODOS.example.org/todos/7", True),
        ("http://todos.example.org/todos/7", False),
        ("https://other.example.org/todos/7", False),
        ("https://todos.example.org/todos", False),
        ("/todos/7", False),
    ],
)
def test_addresses_there(url: str, right: bool) -> None:
    """A todo's address is on the very server that was asked, and never the whole list's."""
    online: Any = SimpleNamespace(base_url="https://todos.example.org")
    if right:
        assert elsewhere.path_of(online, {"url": url}) == "/todos/7"
    else:
        with pytest.raises(Miss):
            elsewhere.path_of(online, {"url": url})


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ('{"error": "there is no such page"}', True),
        ("Traceback (most recent call last):\n", False),
        ("<pre>Error: x\n at Layer.handle (/app/server.js:10:5)</pre>", False),
        ("You're seeing this error because you have <code>DEBUG = True</code>", False),
        ("<title>Not Found // Werkzeug Debugger</title>", False),
        ("a file, see line 7", True),
    ],
)
def test_insides(text: str, right: bool) -> None:
    """Stack traces and debuggers are known by their words."""
    reply = Reply(404, {}, text.encode())
    if right:
        elsewhere.discreet(reply, "GET /x")
    else:
        with pytest.raises(Miss):
            elsewhere.discreet(reply, "GET /x")


def test_listings() -> None:
    """A list of a folder's files has a title that says so."""
    listing = Reply(200, {}, b"<html><title>Index of /static/</title>")
    assert elsewhere.is_listing(listing)
    assert not elsewhere.is_listing(Reply(200, {}, b"<title>Todos</title>"))
