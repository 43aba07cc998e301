"""What checks may ask about a learner's files: routes, packages, what Git leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.looking import Looking
from grader.project import Dependencies, Project
from grader.reading.routes import find_routes
from grader.reading.sources import Sources
from grader.server.answers import Unavailable

ROUTE = "from flask import Blueprint\nbp = Blueprint('a', __name__)\n\n@bp.get('/')\ndef home():\n    return ''\n"
APP = "from flask import Flask\napp = Flask(__name__)\n{}\nif __name__ == '__main__':\n    app.run()\n"


def lay(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.mark.parametrize(
    ("track", "files", "elsewhere"),
    [
        ("flask", {"app.py": APP.format("@app.get('/')\ndef home(): return ''")}, ()),
        ("flask", {"app.py": APP.format(""), "pages.py": ROUTE}, ("pages.py",)),
        ("flask", {"app.py": APP.format(""), "pages.py": "# @bp.get('/')\ndef home(): pass"}, ()),
        (
            "flask",
            {"app.py": APP.format(""), "v.py": "def add(app):\n    app.add_url_rule('/', f)"},
            ("v.py",),
        ),
        ("flask", {"app.py": APP.format(""), "tests/test_a.py": ROUTE}, ()),
        ("express", {"server.js": "const app = express();\napp.get('/', f);\napp.listen(1);"}, ()),
        (
            "express",
            {"server.js": "app.listen(1);", "r.js": "const r = express.Router();\nr.get('/', f);"},
            ("r.js",),
        ),
        ("express", {"server.js": "app.listen(1);", "r.js": "// const r = express.Router();\n// r.get('/', f);"}, ()),
        ("django", {"manage.py": "", "c/urls.py": "def home(r): pass\nurlpatterns = [path('', home)]"}, ()),
        (
            "django",
            {"manage.py": "", "c/urls.py": "from c import views\nurlpatterns = [path('', views.home)]"},
            ("c/urls.py",),
        ),
        (
            "django",
            {"manage.py": "", "c/urls.py": "from c.v import Home\nurlpatterns = [path('', Home.as_view())]"},
            ("c/urls.py",),
        ),
        ("django", {"manage.py": "", "c/urls.py": "urlpatterns = [path('', include('d.urls'))]"}, ()),
    ],
)
def test_routes(track: str, files: dict[str, str], elsewhere: tuple[str, ...], tmp_path: Path) -> None:
    """Routes in another file than the one that starts the server are found; comments and tests are none."""
    assert find_routes(Sources(lay(tmp_path, files)), track).elsewhere == elsewhere


def project(folder: Path, needs: Dependencies | None = None) -> Project:
    return Project(folder, "flask", "python app.py", needs or Dependencies("python"))


@pytest.mark.parametrize(
    ("rules", "ignored"),
    [
        ({".gitignore": ".env\nvenv/\n"}, [".env", "venv/bin/python"]),
        ({".gitignore": "*\n!.env\n"}, ["venv/bin/python"]),
        ({".gitignore": "/.env/x\n"}, []),
        ({}, []),
        ({"sub/.gitignore": ".env\n"}, []),
    ],
)
def test_ignored(rules: dict[str, str], ignored: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git's own answer by the project's rules alone: neither its .git nor the user's settings count."""
    hostile = {".git/config": "[core]\n\tfsmonitor = touch marker\n", ".git/info/exclude": ".env\n"}
    monkeypatch.setenv("GIT_DIR", str(tmp_path / ".git"))
    found = Looking(project(lay(tmp_path, rules | hostile))).ignored([".env", "venv/bin/python"])
    assert sorted(found) == ignored
    assert not (tmp_path / "marker").exists()


def test_declared(tmp_path: Path) -> None:
    """Only what the project itself names counts, not what had to be guessed."""
    needs = {"requirements.txt": b"Flask==3.1.3\n"}
    assert Looking(project(tmp_path, Dependencies("python", needs))).declared() == ["flask"]
    assert Looking(project(tmp_path, Dependencies("python", needs, guessed=True))).declared() == []


def test_text(tmp_path: Path) -> None:
    """A file's text; none where there is no such file, and nothing from outside the project."""
    lay(tmp_path, {"answers.toml": "a = 1\n"})
    looking = Looking(project(tmp_path))
    assert looking.text("answers.toml") == "a = 1\n"
    assert looking.text("nothing.toml") is None
    assert looking.text("../../etc/passwd") is None


def test_an_address_alone_has_no_files() -> None:
    """Where only an address is known, the goals that need files say so."""
    with pytest.raises(Unavailable, match="needs the project's files"):
        Looking(None).text("answers.toml")
