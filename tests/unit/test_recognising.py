"""Small projects of the kinds that learners have, and what starts each of them."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import ProjectError, UsageError
from grader.project import Project
from grader.recognising import recognise
from grader.settings import ProjectSettings

RUN = 'if __name__ == "__main__":\n    app.run(debug=True)\n'
APP = "from flask import Flask\n\napp = Flask(__name__)\n\n"
FACTORY = "from flask import Flask\n\n\ndef create_app():\n    return Flask(__name__)\n"
USES = "from app import create_app\n\napp = create_app()\n\n"
MANAGE = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")\n'
SERVER = "const express = require('express');\nconst app = express();\napp.listen(3000);\n"
MODULE = "import express from 'express';\nconst app = express();\napp.listen(process.env.PORT);\n"
DJANGO = "python manage.py runserver 0.0.0.0:$PORT --noreload"
SERVE = "python -m flask --app {} run --host 0.0.0.0 --port $PORT"


def package(*, needs: Mapping[str, str] | None = None, **keys: object) -> str:
    """A package.json's text."""
    return json.dumps({"dependencies": {"express": "^5.0.0"} if needs is None else needs, **keys})


def scripts(**texts: str) -> str:
    return package(scripts=texts)


@dataclass(frozen=True)
class Case:
    files: Mapping[str, str]
    start: str
    workdir: str = "."
    track: str = "flask"
    says: tuple[str, ...] = ()
    settings: ProjectSettings = field(default_factory=ProjectSettings)


FLASK = {"requirements.txt": "Flask\n"}
REACT = {"frontend/package.json": package(needs={"react": "18"}, scripts={"start": "react-scripts start"})}
CASES = {
    # Flask
    "app.py": Case({"app.py": APP + RUN, **FLASK}, "python app.py"),
    "main.py": Case({"main.py": APP + RUN, **FLASK}, "python main.py"),
    "own name": Case({"backend.py": APP + RUN, "helpers.py": "import flask\n", **FLASK}, "python backend.py"),
    "name with a space": Case({"my app.py": APP + RUN, **FLASK}, "python 'my app.py'"),
    "run.py and package": Case({"run.py": USES + RUN, "app/__init__.py": FACTORY, **FLASK}, "python run.py"),
    "create_app().run": Case(
        {"start.py": "from app import create_app\ncreate_app().run()\n", "app/__init__.py": FACTORY, **FLASK},
        "python start.py",
    ),
    "package alone": Case({"app/__init__.py": FACTORY, **FLASK}, SERVE.format("app:create_app")),
    "commented run": Case({"app.py": APP + "# app.run()\n", **FLASK}, SERVE.format("app:app")),
    "run in a string": Case({"app.py": APP + '"""\napp.run()\n"""\n', **FLASK}, SERVE.format("app:app")),
    "wsgi.py": Case({"wsgi.py": USES, "app/__init__.py": FACTORY, **FLASK}, SERVE.format("app:create_app")),
    "wsgi.py of its own": Case({"wsgi.py": APP, **FLASK}, SERVE.format("wsgi:app")),
    "factory with a needed argument": Case(
        {"flasky.py": USES, "app/__init__.py": FACTORY.replace("create_app()", "create_app(config)"), **FLASK},
        SERVE.format("flasky:app"),
    ),
    "package that runs itself": Case(
        {
            "shop/__init__.py": "",
            "shop/main.py": "from shop.db import x\n" + APP + RUN,
            "shop/db.py": "x = 1\n",
            **FLASK,
        },
        "python -m shop.main",
    ),
    "nested in backend": Case(
        {"backend/app.py": APP + RUN, "backend/requirements.txt": "Flask==3.1.0\n", **REACT}, "python app.py", "backend"
    ),
    "steps beside the real one": Case(
        {"app.py": APP + RUN, **{f"step_{n}/run.py": APP + RUN for n in range(1, 6)}, **FLASK}, "python app.py"
    ),
    "steps beside one without run": Case(
        {"app.py": APP, "step_1/run.py": APP + RUN, "step_2/run.py": APP + RUN, **FLASK}, SERVE.format("app:app")
    ),
    "old copies": Case(
        {"server.py": APP + RUN, "app_old.py": APP + RUN, "a_copy.py": APP + RUN, **FLASK}, "python server.py"
    ),
    "tests that run": Case(
        {"main.py": APP + RUN, "tests/app.py": APP + RUN, "test_app.py": APP + RUN, **FLASK}, "python main.py"
    ),
    "manage.py of Flask": Case({"manage.py": APP + RUN, **FLASK}, "python manage.py"),
    "waitress": Case(
        {
            "serve.py": APP + "from waitress import serve\nserve(app, port=5000)\n",
            "requirements.txt": "Flask\nwaitress\n",
        },
        "python serve.py",
    ),
    "subprocess.run": Case(
        {"app.py": APP, "aaa.py": "import flask, subprocess\nsubprocess.run(['x'])\n", **FLASK}, SERVE.format("app:app")
    ),
    "syntax error": Case({"app.py": APP + "def x(:\n    pass\n" + RUN, **FLASK}, "python app.py"),
    "bad escapes": Case({"app.py": APP + "x = '\\d'\n" + RUN, **FLASK}, "python app.py"),
    "Procfile": Case(
        {"app.py": APP + RUN, "Procfile": "web: gunicorn app:app\n", "requirements.txt": "Flask\ngunicorn\n"},
        "gunicorn app:app",
    ),
    "Procfile without its program": Case(
        {"app.py": APP + RUN, "Procfile": "web: gunicorn app:app\n", **FLASK}, "python app.py"
    ),
    "Procfile with python": Case(
        {"a.py": APP + RUN, "Procfile": "release: x\nweb: python a.py -p $PORT", **FLASK}, "python a.py -p $PORT"
    ),
    "grade.toml": Case({"x.py": APP, **FLASK}, "python x.py 1", settings=ProjectSettings(start="python x.py 1")),
    "no requirements": Case(
        {"app.py": "import flask_cors, jwt, os, helpers\n" + APP + RUN, "helpers.py": ""},
        "python app.py",
        says=("no requirements.txt: only Flask was installed; write into requirements.txt: Flask, flask-cors, PyJWT",),
    ),
    "misspelled": Case(
        {"app.py": APP + RUN, "requirements.txt": "flaskk\n"},
        "python app.py",
        says=("did you mean Flask by 'flaskk'?",),
    ),
    "not named": Case(
        {"app.py": APP + RUN, "requirements.txt": "requests\n"}, "python app.py", says=("does not name Flask",)
    ),
    "its family brings it": Case({"app.py": APP + RUN, "requirements.txt": "Flask-RESTful\n"}, "python app.py"),
    # Express
    "server.js": Case({"server.js": SERVER, "package.json": package()}, "node server.js", track="express"),
    "start": Case({"s.js": SERVER, "package.json": scripts(start="node s.js --x")}, "node s.js --x", track="express"),
    "nodemon": Case(
        {"s.js": SERVER, "package.json": scripts(start="nodemon -e js,json --watch src -q s.js")},
        "node s.js",
        track="express",
    ),
    "nodemon --exec": Case(
        {"s.mjs": MODULE, "package.json": scripts(start='NODE_ENV=x npx nodemon --exec "node --trace-warnings" s.mjs')},
        "NODE_ENV=x node --trace-warnings s.mjs",
        track="express",
    ),
    "nodemon alone": Case({"app.js": SERVER, "package.json": scripts(start="nodemon")}, "node app.js", track="express"),
    "node --watch": Case(
        {"a.js": SERVER, "package.json": scripts(start="node --watch a.js")}, "node a.js", track="express"
    ),
    "start by another script": Case(
        {"a.js": SERVER, "package.json": scripts(prestart="node seed.js", start="npm run server", server="nodemon a")},
        "node seed.js && node a",
        track="express",
    ),
    "build first": Case(
        {"src/index.ts": MODULE, "package.json": scripts(start="node dist/index.js", build="tsc -p .")},
        "tsc -p . && node dist/index.js",
        track="express",
    ),
    "build in prestart": Case(
        {"src/index.ts": MODULE, "package.json": scripts(prestart="npm run build", start="node dist/x", build="tsc")},
        "tsc && node dist/x",
        track="express",
    ),
    "dev alone": Case({"i.js": SERVER, "package.json": scripts(dev="nodemon i.js")}, "node i.js", track="express"),
    "start of a front end": Case(
        {"i.js": SERVER, "package.json": scripts(start="react-scripts start", server="node i.js")},
        "node i.js",
        track="express",
    ),
    "several at once": Case(
        {
            "b/server.js": SERVER,
            "package.json": scripts(dev='concurrently "npm run server" "x"', server="nodemon b/server"),
        },
        "node b/server",
        track="express",
    ),
    "main that is missing": Case(
        {"server.js": SERVER, "package.json": package(main="index.js")}, "node server.js", track="express"
    ),
    "main that does not listen": Case(
        {
            "app.js": "const express = require('express');\n",
            "server.js": SERVER,
            "package.json": package(main="app.js"),
        },
        "node server.js",
        track="express",
    ),
    "decoys": Case(
        {"server-old.js": SERVER, "server1.js": SERVER, "index.js": SERVER, "package.json": package()},
        "node index.js",
        track="express",
    ),
    "ES module in src": Case(
        {"src/index.mjs": MODULE, "package.json": package(type="module")}, "node src/index.mjs", track="express"
    ),
    "bin/www": Case(
        {
            "bin/www": "server.listen(3000)",
            "app.js": "require('express')",
            "package.json": scripts(start="node ./bin/www"),
        },
        "node ./bin/www",
        track="express",
    ),
    "start of a missing file": Case(
        {"server.js": SERVER, "package.json": scripts(start="node index.js")},
        "node server.js",
        track="express",
        says=("names index.js, which does not exist; server.js is started instead",),
    ),
    "nested server": Case(
        {
            "server/index.js": SERVER,
            "server/package.json": scripts(start="node index.js"),
            **REACT,
            "package.json": "{}",
        },
        "node index.js",
        "server",
        "express",
    ),
    "no package.json": Case({"index.js": SERVER}, "node index.js", track="express", says=("there is no package.json",)),
    "express not declared": Case(
        {"index.js": SERVER, "package.json": package(needs={"expres": "1"})},
        "node index.js",
        track="express",
        says=("did you mean it by 'expres'?",),
    ),
    "Procfile with npm": Case(
        {"i.js": SERVER, "Procfile": "web: npm start", "package.json": scripts(start="nodemon i.js")},
        "node i.js",
        track="express",
    ),
    # Django
    "manage.py": Case({"manage.py": MANAGE, "requirements.txt": "django>=5\n"}, DJANGO, track="django"),
    "nested manage.py": Case(
        {"mysite/manage.py": MANAGE, "mysite/app/views.py": "import django\n", "requirements.txt": "Django\n", **REACT},
        DJANGO,
        "mysite",
        "django",
    ),
    "Django with gunicorn": Case(
        {
            "manage.py": MANAGE,
            "requirements.txt": "Django\ngunicorn\n",
            "Procfile": "web: gunicorn site.wsgi --log-file -\n",
        },
        "gunicorn site.wsgi --log-file -",
        track="django",
    ),
    # more than one
    "Django above Flask": Case(
        {"manage.py": MANAGE, "tools/app.py": APP + RUN, "requirements.txt": "Django\n"}, DJANGO, track="django"
    ),
    "said in grade.toml": Case(
        {"app.py": APP + RUN, "server.js": SERVER, "package.json": package()},
        "node server.js",
        track="express",
        settings=ProjectSettings(track="express"),
    ),
}


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Makes the files of a project."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def look(folder: Path, files: Mapping[str, str | bytes], **settings: str) -> Project:
    return recognise(write(folder, files), ProjectSettings(**settings))  # type: ignore[arg-type]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_how_it_starts(case: Case, tmp_path: Path) -> None:
    """Each small project is started as its author would, and told only what it needs to be told."""
    project = recognise(write(tmp_path, case.files), case.settings)
    assert (project.start, project.workdir, project.track) == (case.start, case.workdir, case.track)
    assert len(project.notices) == len(case.says), project.notices
    for words in case.says:
        assert any(words in notice for notice in project.notices), project.notices


def test_settings_reach_the_project(tmp_path: Path) -> None:
    """Port, variables and notices of grade.toml are the project's."""
    settings = ProjectSettings(port=5000, env={"A": "b"}, notices=("a notice",))
    project = recognise(write(tmp_path, {"app.py": APP + RUN, **FLASK}), settings)
    assert (project.port, project.env, project.notices) == (5000, {"A": "b"}, ("a notice",))


def test_the_courses_track_is_weaker_than_the_projects(tmp_path: Path) -> None:
    """grade.toml comes before course.toml."""
    write(tmp_path, {"app.py": APP + RUN, **FLASK})
    assert recognise(tmp_path, ProjectSettings(track="flask"), "django").track == "flask"
    with pytest.raises(UsageError, match="no Django project.*looks like Flask"):
        recognise(tmp_path, ProjectSettings(), "django")


def test_two_tracks_at_once(tmp_path: Path) -> None:
    """Both are named, and so is the cure."""
    with pytest.raises(UsageError) as caught:
        look(tmp_path, {"app.py": APP + RUN, "server.js": SERVER, "package.json": package()})
    assert "Flask (app.py) and Express (server.js)" in caught.value.message
    assert 'track = "flask" or track = "express"' in caught.value.remedy


def test_several_projects(tmp_path: Path) -> None:
    """None of several equals is guessed."""
    with pytest.raises(UsageError, match="holds 2 projects: a/app.py, b/app.py") as caught:
        look(tmp_path, {"a/app.py": APP + RUN, "b/app.py": APP + RUN})
    assert caught.value.remedy.endswith("/a")


def test_too_deep(tmp_path: Path) -> None:
    """A project that lies deep is named, not used."""
    with pytest.raises(UsageError) as caught:
        look(tmp_path, {"a/b/c/app.py": APP + RUN})
    assert caught.value.remedy.endswith("/a/b/c?")
    assert look(tmp_path / "other", {"a/b/app.py": APP + RUN, **FLASK}).workdir == "a/b"


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({}, "an empty folder"),
        ({"index.html": "<p>", "style.css": ""}, "pages, but no server"),
        ({"package.json": package(needs={"react": "18"}), "src/App.jsx": ""}, "package.json, src/App.jsx"),
        ({"hello.py": "print('app.run()')\n"}, "hello.py"),
        ({"fast.py": "from fastapi import FastAPI\napp = FastAPI()\n"}, "fast.py"),
    ],
)
def test_no_project(files: Mapping[str, str], found: str, tmp_path: Path) -> None:
    """What was looked for and what was found are both named."""
    with pytest.raises(UsageError) as caught:
        look(tmp_path, files)
    assert found in caught.value.message
    assert "manage.py" in caught.value.message
    assert caught.value.exit_code == 2


def test_no_folder(tmp_path: Path) -> None:
    """Missing, a file, or unreadable: one sentence with the path."""
    with pytest.raises(UsageError, match="there is no folder .*/gone"):
        recognise(tmp_path / "gone", ProjectSettings())
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="file is a file"):
        recognise(tmp_path / "file", ProjectSettings())
    with pytest.raises(UsageError):
        recognise(tmp_path / "x\0y", ProjectSettings())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_folder(tmp_path: Path) -> None:
    """Mode 000 is the same as missing."""
    tmp_path.chmod(0)
    try:
        with pytest.raises(UsageError, match="can't be read"):
            recognise(tmp_path, ProjectSettings())
    finally:
        tmp_path.chmod(0o700)


def test_unknown_track(tmp_path: Path) -> None:
    """The nearest one is offered."""
    with pytest.raises(UsageError) as caught:
        look(tmp_path, {}, track="expres")
    assert "Did you mean express?" in caught.value.remedy


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"name": "x",\n "scripts": {"start": "node a.js",}}', "line 2, column 3"),
        ("[]", "line 1, column 1: it must be an object"),
        ('{\n  "scripts": {"start": 5}}', "line 2, column 24: 'start' in 'scripts' must be a text"),
        ('{"dependencies": ["express"]}', "'dependencies' must be an object"),
        ("", "line 1, column 1"),
        ("[" * 100_000, "not valid JSON"),
    ],
)
def test_broken_package_json(text: str, says: str, tmp_path: Path) -> None:
    """The place of the mistake is named."""
    with pytest.raises(ProjectError) as caught:
        look(tmp_path, {"server.js": SERVER, "package.json": text})
    assert caught.value.message.startswith("package.json")
    assert says in caught.value.message


@pytest.mark.parametrize(
    "spec",
    [
        "file:../x",
        "link:./x",
        "git+https://h/x.git",
        "github:me/x",
        "me/x",
        "https://h/x.tgz",
        "../x",
        "~/x",
        "workspace:*",
    ],
)
def test_packages_from_elsewhere(spec: str, tmp_path: Path) -> None:
    """Only the registry's packages are installed; the name of any other is told."""
    for files in (
        {"package.json": package(needs={"express": "5", "x": spec})},
        {"package.json": package(overrides={"y": {"x": spec}})},
    ):
        with pytest.raises(ProjectError, match="package.json: the dependency 'x' is not allowed"):
            look(tmp_path, {"server.js": SERVER, **files})


@pytest.mark.parametrize("spec", ["^5.0.0", "*", "latest", "", ">=1 <2 || 3.x", "npm:other@1", "npm:@me/other@^1"])
def test_packages_of_the_registry(spec: str, tmp_path: Path) -> None:
    """Ranges, tags and other names for a package are fine."""
    files = look(tmp_path, {"server.js": SERVER, "package.json": package(needs={"express": spec})}).dependencies.files
    assert json.loads(files["package.json"]) == {"dependencies": {"express": spec}}


def test_what_npm_gets(tmp_path: Path) -> None:
    """Neither scripts nor settings of npm; the lock file only while it leads nowhere else."""
    text = "\ufeff" + package(scripts={"postinstall": "x", "start": "node server.js"}, workspaces=["a"])
    files = {"server.js": SERVER, "package.json": text.encode("utf-16-le"), ".npmrc": "script-shell=/bin/x"}
    lock = {"packages": {"node_modules/x": {"version": "1.0.0", "resolved": "https://registry.npmjs.org/x.tgz"}}}
    project = look(tmp_path, {**files, "package-lock.json": json.dumps(lock)})
    assert set(project.dependencies.files) == {"package.json", "package-lock.json"}
    assert set(json.loads(project.dependencies.files["package.json"])) == {"dependencies"}
    assert json.loads(project.dependencies.files["package-lock.json"]) == lock
    for bad in ({"packages": {"x": {"resolved": "git+ssh://h/x"}}}, {"packages": {"x": {"link": True}}}, "broken"):
        project = look(tmp_path, {**files, "package-lock.json": json.dumps(bad) if bad != "broken" else "{"})
        assert set(project.dependencies.files) == {"package.json"}
        assert "left out" in project.notices[0]


def test_symlink_to_elsewhere(tmp_path: Path) -> None:
    """A requirements.txt that is a link out of the project is refused, and nothing of its target is told."""
    (tmp_path / "secret").write_text("secret-words here\n")
    write(tmp_path / "p", {"app.py": APP + RUN})
    (tmp_path / "p/requirements.txt").symlink_to(tmp_path / "secret")
    with pytest.raises(ProjectError, match="requirements.txt leaves the project") as caught:
        recognise(tmp_path / "p", ProjectSettings())
    assert "secret-words" not in caught.value.message + caught.value.remedy


def test_strange_files(tmp_path: Path) -> None:
    """Pipes, sockets and names that are no text neither hang nor break anything."""
    write(tmp_path, {"app.py": APP + RUN, **FLASK, "a\nb.py": "", "😀.py": "", "x" * 250 + ".py": "", "dot.": ""})
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.py"))).write_text("import flask\n")
    assert recognise(tmp_path, ProjectSettings()).start == "python app.py"
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ProjectError, match="pipe is a named pipe"):
        recognise(tmp_path, ProjectSettings())
    (tmp_path / "pipe").unlink()
    with socket.socket(socket.AF_UNIX) as sock:
        here = Path.cwd()
        os.chdir(tmp_path)
        try:
            sock.bind("s")
        finally:
            os.chdir(here)
        with pytest.raises(ProjectError, match="s is a socket"):
            recognise(tmp_path, ProjectSettings())


NAMES = ["requirements.txt", "package.json", "package-lock.json", "Procfile", "app.py", "server.js", "pyproject.toml"]


@given(
    st.dictionaries(st.sampled_from(NAMES), st.binary() | st.text().map(lambda text: text.encode("utf-8", "replace")))
)
def test_any_contents(files: Mapping[str, bytes]) -> None:
    """Whatever is in the files: a project, or one of our own errors."""
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(UsageError, ProjectError):
        look(Path(folder), {"main.py": APP + RUN, **files})


def test_scripts_without_end(tmp_path: Path) -> None:
    """Scripts that call each other many times over, or themselves, come to an end."""
    many = {f"s{n}": " && ".join([f"npm run s{n + 1}"] * 9) for n in range(30)}
    began = time.monotonic()
    project = look(tmp_path, {"server.js": SERVER, "package.json": scripts(start="npm run s0 && npm start", **many)})
    assert time.monotonic() - began < 2
    assert len(project.start) < 10_000
