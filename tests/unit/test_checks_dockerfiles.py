"""What is found in a Dockerfile, and what its .dockerignore leaves out; secrets in a text; start commands."""

from __future__ import annotations

import pytest

from grader.checks import commands, dockerfiles

GOOD = """
FROM node:22-slim AS build
RUN npm ci
FROM node:22-slim
COPY --from=build /app /app
USER node
CMD ["node", "server.js"]
"""


def test_a_good_one() -> None:
    """Nothing is found in a good one."""
    for look in (dockerfiles.unpinned, dockerfiles.as_root, dockerfiles.secrets):
        assert look(GOOD) == []


@pytest.mark.parametrize(
    ("base", "pinned"),
    [
        ("python", False),
        ("python:latest", False),
        ("node:lts", False),
        ("localhost:5000/python", False),
        ("python:3.12-slim", True),
        ("node@sha256:abc", True),
        ("scratch", True),
        ("--platform=linux/amd64 python:3.12", True),
        ("python:${VERSION}", True),
        ("python:${OTHER:-latest}", False),
    ],
)
def test_bases(base: str, pinned: bool) -> None:
    """A base has a version, or is known by its hash."""
    assert (dockerfiles.unpinned(f"ARG VERSION=3.12\nFROM {base}\n") == []) is pinned


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("FROM a:1", True),
        ("FROM a:1\nUSER root", True),
        ("FROM a:1\nUSER app\nRUN x\nUSER 0:0", True),
        ("FROM a:1 AS one\nUSER app\nFROM a:1", True),
        ("FROM a:1 AS one\nUSER app\nFROM one", False),
        ("FROM a:1\nENV WHO=app\nUSER $WHO", False),
        ("FROM a:1\nUSER 1000:1000", False),
        ("FROM gcr.io/distroless/python3-debian12:nonroot", False),
    ],
)
def test_users(text: str, root: bool) -> None:
    """Who the image runs as is what its last stage says, or the stage that this one is built upon."""
    assert (dockerfiles.as_root(text) != []) is root


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("ENV SECRET_KEY=k3v9x0q2m8z7", True),
        ("ENV SECRET_KEY k3v9x0q2m8z7", True),
        ("ARG API_TOKEN=9f8e7d6c5b4a", True),
        ("ENV DATABASE_URL=postgres://app:hunter22@db.example.org/app", True),
        ("RUN SECRET_KEY=k3v9x0q2m8z7 python manage.py collectstatic", True),
        ("ENV JWT_SECRET=k3v9x0q2m8z7", True),
        ('RUN echo "DB_PASS=k3v9x0q2m8z7" > .env', True),
        ("COPY .env .", True),
        ("COPY .env.production ./", True),
        ("COPY .env.example .", False),
        ("ENV SECRET_KEY=change-me", False),
        ("ENV SECRET_KEY=$SECRET_KEY", False),
        ("ARG SECRET_KEY", False),
        ("ENV SECRET_KEY=", False),
        ("RUN SECRET_KEY=build-only python manage.py collectstatic", False),
        ("RUN SECRET_KEY=dummy-key-12345 python manage.py collectstatic", False),
        ("# postgres://user:password@host/app is what it looks like", False),
        ("ENV PYTHONUNBUFFERED=1 PORT=8080", False),
    ],
)
def test_secrets(line: str, found: bool) -> None:
    """A secret in an instruction is found; a placeholder is none."""
    assert (dockerfiles.secrets(f"FROM a:1\n{line}\n") != []) is found


@pytest.mark.parametrize(
    ("ignore", "path", "out"),
    [
        (".env", ".env", True),
        (".env*", ".env", True),
        ("**/.env", ".env", True),
        ("*", ".git/config", True),
        ("*\n!app.py\n!.env", ".env", False),
        (".git/", ".git/config", True),
        ("/node_modules", "node_modules/express/index.js", True),
        ("# .env", ".env", False),
        ("env", ".env", False),
        ("[.]env", ".env", True),
    ],
)
def test_dockerignore(ignore: str, path: str, out: bool) -> None:
    """The last line that fits decides, as Docker reads them."""
    assert dockerfiles.leaves_out(ignore, path) is out


def test_known_keys() -> None:
    """Keys are known by their form, with their line."""
    text = "FROM a:1\n# key: " + "AKIA" + "ABCDEFGHIJKLMNOP" + "\n# " + "-----BEGIN RSA " + "PRIVATE KEY-----"
    assert dockerfiles.secrets(text) == [
        "line 2: an AWS access key is written there",
        "line 3: a private key is written there",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("exec gunicorn app:app", "gunicorn  app:app"),
        ("sh -c 'exec gunicorn --bind :$PORT a:b'", "gunicorn --bind :${PORT} a:b"),
        ("npm run start", "exec node server.js"),
        ("python manage.py migrate && exec gunicorn x", "python manage.py migrate && gunicorn x"),
    ],
)
def test_same_commands(one: str, other: str) -> None:
    """Two ways to write one command."""
    assert commands.same(one, other, {"start": "exec node server.js"})


@pytest.mark.parametrize(
    ("command", "programs"),
    [
        ("python -m gunicorn app:app", ["gunicorn"]),
        ("NODE_ENV=production exec /usr/bin/node server.js", ["node"]),
        ("python manage.py migrate && uv run uvicorn app:app", ["python", "uvicorn"]),
        ("flask --app app run", ["flask"]),
    ],
)
def test_programs(command: str, programs: list[str]) -> None:
    """What a command starts, whatever stands in front of it."""
    assert [commands.program(step) for step in commands.steps(command)] == programs
