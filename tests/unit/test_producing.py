"""What starts a project where it is deployed, and how an app is started in other ways than it always is."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import ProjectError
from grader.producing import production_of
from grader.project import Dependencies, Production, Project
from grader.reading.dockerfile import last_stage, start_of
from grader.reading.sources import Sources
from grader.runners.launching import Overlay, chosen, environment
from grader.server.options import Launch

SCRIPTS = '{"scripts": {"start": "exec node server.js"}}'
FROM = "FROM python:3.12-slim\n"


def lay(folder: Path, files: dict[str, str]) -> Sources:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return Sources(folder)


@pytest.mark.parametrize(
    ("files", "made"),
    [
        ({"Procfile": "release: x\nweb: gunicorn app:app\n"}, ("gunicorn app:app", "Procfile")),
        ({"Dockerfile": f"{FROM}CMD node a.js", "Procfile": "web: b"}, ("node a.js", "Dockerfile")),
        ({"Dockerfile": FROM, "Procfile": "web: b"}, ("b", "Procfile")),
        ({"package.json": SCRIPTS}, ("npm start", "package.json")),
        ({"package.json": SCRIPTS, "Procfile": "web: node b.js"}, ("node b.js", "Procfile")),
        ({"package.json": '{"scripts": {"test": "x"}}'}, None),
        ({"app.py": ""}, None),
    ],
)
def test_what_starts_it(tmp_path: Path, files: dict[str, str], made: tuple[str, str] | None) -> None:
    """The Dockerfile's command comes first, then the Procfile's, then npm start."""
    found = production_of(lay(tmp_path, files), ".", "node")
    assert (found and (found.command, found.source)) == made


def test_below_the_folder(tmp_path: Path) -> None:
    """What lies beside the app is run there."""
    found = production_of(lay(tmp_path, {"server/Procfile": "web: node b.js"}), "server", "node")
    assert found == Production("node b.js", "Procfile", "server")
    assert production_of(Sources(tmp_path), "server", "python") == found


@pytest.mark.parametrize(
    ("lines", "command"),
    [
        ('CMD ["gunicorn", "-b", "0.0.0.0:8080", "app:app"]', "gunicorn -b 0.0.0.0:8080 app:app"),
        ('CMD ["gunicorn", "-b", "0.0.0.0:$PORT"]', "gunicorn -b '0.0.0.0:$PORT'"),  # which nothing fills in
        ("CMD exec gunicorn -b 0.0.0.0:$PORT app:app", "exec gunicorn -b 0.0.0.0:$PORT app:app"),
        ("cmd a\nCMD b", "b"),
        ('ENTRYPOINT ["sh", "-c"]\nCMD ["node a.js"]', "sh -c 'node a.js'"),
        ('ENTRYPOINT ["run"]\nCMD node a.js', "run sh -c 'node a.js'"),
        ("ENTRYPOINT node a.js\nCMD b", "node a.js"),
        ("CMD a\nFROM other\nRUN x", ""),
        ("CMD node \\\n  # a comment\n  a.js", "node   a.js"),
        ("CMD [broken", "[broken"),
    ],
)
def test_commands_of_a_dockerfile(lines: str, command: str) -> None:
    """Both forms, of the last stage, as the engine has them."""
    assert start_of(f"{FROM}{lines}\n").command == command


def test_variables_and_folder_of_a_dockerfile() -> None:
    """Of ENV both forms, of WORKDIR what comes of several; lines of instructions are those of the file."""
    text = f'{FROM}WORKDIR /srv\nWORKDIR app\nENV A=1 B="2 3"\nENV C 4 5\nUSER app\nCMD [\'x\n'
    start = start_of(text)
    assert start.workdir == "/srv/app"
    assert dict(start.env) == {"A": "1", "B": "2 3", "C": "4 5"}
    assert [(i.name, i.line) for i in last_stage(text)][-2:] == [("USER", 6), ("CMD", 7)]


@pytest.mark.parametrize(
    "text", ["", "FROM", "\0", "CMD", "ENV", "ENV '", "x" * 100_000, "FROM a\nCMD [1]\n", "\\\n" * 999]
)
def test_odd_dockerfiles(text: str) -> None:
    """Whatever stands there, it is read without a fault."""
    start_of(text)


# --- starting in other ways -------------------------------------------------------------------------------------------
def project(folder: Path, **more: object) -> Project:
    return Project(folder, "flask", "python app.py", Dependencies("python"), **more)  # type: ignore[arg-type]


def test_variables_of_a_launch() -> None:
    """Later layers win, marks are filled in, None takes away, whoever brought it."""
    launch = Launch({"PORT": None, "NEW": "{data}", "DAY": "mine"})
    made = environment(launch, {"{data}": "/data"}, {"PORT": "1", "DAY": "x"}, {"UPLOADS": "{data}/up", "DAY": "y"})
    assert made == {"UPLOADS": "/data/up", "DAY": "mine", "NEW": "{data}"}


def test_the_production_command(tmp_path: Path) -> None:
    """Its command, folder and variables; without one it is the learner's to write."""
    made = project(tmp_path, env={"OWN": "1"}, production=Production("run", "Dockerfile", "src", {"A": "2"}))
    assert chosen(made, Launch())[:2] == ("python app.py", ".")
    command, folder, env = chosen(made, Launch(production=True))
    assert (command, folder, env["NODE_ENV"], env["OWN"], env["A"]) == ("run", "src", "production", "1", "2")
    with pytest.raises(ProjectError, match="no production command"):
        chosen(project(tmp_path), Launch(production=True))


def test_files_of_a_launch(tmp_path: Path) -> None:
    """They are laid where the app is started; what no later start names is as the project has it."""
    lay(tmp_path, {"src/.env": "OWN=1\n"})
    overlay = Overlay(project(tmp_path, workdir="src"))
    assert overlay.changes(Launch()) == {}
    assert overlay.changes(Launch(files={".env": "A=1\n", "new": "x"})) == {"src/.env": b"A=1\n", "src/new": b"x"}
    assert overlay.changes(Launch(files={".env": None})) == {"src/new": None, "src/.env": None}
    assert overlay.changes(Launch()) == {"src/.env": b"OWN=1\n"}
    assert overlay.changes(Launch()) == {}
