"""The files that every project gets without anybody writing them: README, settings, .gitignore, ready requests."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatch

from grader import __version__
from grader.errors import CourseError
from grader.exporting import BASE_URL, FORMATS, SCAFFOLDED, load_requests
from grader.model import Day, Exercise
from grader.pages import render_text

PORT = 8080
# a mark names its goal: `# TODO methods.create: …`
TODO = re.compile(rb"(?:#|//|\*|--|<!--)\s*TODO\s+([\w-]+)\.[\w-]+")
SOURCES = (".py", ".js", ".sql", ".html", "Procfile")
MANY = 4  # files of a folder that are told in one line
DATABASES = {"sqlite": "SQLite", "postgres": "PostgreSQL", "mysql": "MySQL or MariaDB", "mongo": "MongoDB"}
IGNORED = (".env", ".grader/", ".DS_Store", "*.log", "*.sqlite3", "*.sqlite3-*", "*.orig", "*.orig.*")
PYTHON_IGNORED = (".venv/", "venv/", "__pycache__/", "*.pyc", ".pytest_cache/")
NODE_IGNORED = ("node_modules/", "coverage/")
UPLOADS = "/uploads/"  # where they go without UPLOAD_DIR, on every track
STUB = b"not implemented yet"  # what a starter's routes answer, if it has any that are the learner's to write


@dataclass(frozen=True)
class Commands:
    """What a learner of a track types, a line each, and what Git is to leave out."""

    install: tuple[str, ...]
    first_install: tuple[str, ...]  # while the project does not say yet what it needs
    start: str
    test: str
    entry: str
    dependencies: str
    adding: str
    ignored: tuple[str, ...]


VIRTUAL_ENVIRONMENT = ("python3 -m venv .venv", "source .venv/bin/activate")
REQUIREMENTS = "python -m pip install -r requirements.txt"

COMMANDS = {
    "flask": Commands(
        install=(*VIRTUAL_ENVIRONMENT, REQUIREMENTS),
        first_install=(*VIRTUAL_ENVIRONMENT, "python -m pip install Flask"),
        start="python app.py",
        test="python -m pytest",
        entry="app.py",
        dependencies="requirements.txt",
        adding="add a line for each one you use",
        ignored=PYTHON_IGNORED,
    ),
    "express": Commands(
        install=("npm install",),
        first_install=("npm install --no-save express",),
        start="npm start",
        test="npm test",
        entry="server.js",
        dependencies="package.json",
        adding="`npm install NAME` adds one",
        ignored=NODE_IGNORED,
    ),
    "django": Commands(
        install=(*VIRTUAL_ENVIRONMENT, REQUIREMENTS),
        first_install=(*VIRTUAL_ENVIRONMENT, "python -m pip install Django"),
        start=f"python manage.py runserver {PORT}",
        test="python -m pytest",
        entry="manage.py",
        dependencies="requirements.txt",
        adding="add a line for each one you use",
        ignored=PYTHON_IGNORED,
    ),
}


def generated_files(
    day: Day, track: str, database: str, project: str | None, starter: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Everything in a project that its starter doesn't hold, by its path."""
    requests = load_requests(day)
    files = {
        "README.md": readme(day, track, starter, with_requests=bool(requests), database=database),
        "grade.toml": grade_toml(day, track, database, project),
    }
    if day.gitignore:
        files[".gitignore"] = gitignore(track, day)
    for form in (FORMATS[name] for name in SCAFFOLDED if requests):
        files[form.name(day)] = form.render(day, requests, BASE_URL)
    return {path: text.encode("utf-8") for path, text in files.items()}


def gitignore(track: str, day: Day | None = None) -> str:
    """What should never be committed: secrets, what can be installed again, what the grader keeps, what users send."""
    uploads = (UPLOADS,) if day and "UPLOAD_DIR" in day.environment else ()
    return "\n".join((*IGNORED, *commands_of(track).ignored, *uploads)) + "\n"


def workflow() -> str:
    """What grades a learner's fork on a push; the grader is that of this version."""
    return render_text("course_workflow.yml", version=__version__)


def grade_toml(day: Day, track: str, database: str = "none", project: str | None = None) -> str:
    """The project's settings. The names in it are our own, so that quoting them is all there is to do."""
    settings = {"day": day.id, "track": track}
    settings |= {"database": database} if day.database else {}
    settings |= {"project": project} if project else {}
    settings |= {"scaffolded_with": __version__}
    head = '# What grade knows about this project. Every line is optional; start = "…" and port = … can be added.\n'
    return head + "".join(f'{key} = "{value}"\n' for key, value in settings.items())


def unfinished(files: Mapping[str, bytes]) -> dict[str, list[str]]:
    """The source files with TODO marks, which are the learner's to write, and the exercises that the marks name."""
    sources = {path: content for path, content in files.items() if path.endswith(SOURCES)}
    marked = {path: [name.decode() for name in TODO.findall(content)] for path, content in sources.items()}
    return {path: list(dict.fromkeys(names)) for path, names in marked.items() if names}


def finished(files: Mapping[str, bytes], entry: str) -> list[str]:
    """The source files that are the learner's to use as they are: no tests, nothing that is empty or made by a tool."""
    todo = unfinished(files)
    code = [path for path, text in files.items() if path.endswith((".py", ".js")) and path not in todo and text.strip()]
    others = ("tests/", "migrations/", "__init__.py")
    return [path for path in code if path != entry and not any(part in path for part in others)]


def grouped(todo: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The same in fewer lines: many files of a folder that are about the same are one entry, `queries/*.sql`."""
    found: dict[str, list[str]] = {}
    for path, names in todo.items():
        folder, _, file = path.rpartition("/")
        pattern = f"{folder}/*.{file.rpartition('.')[2]}"
        alike = [other for other in todo if fnmatch(other, pattern) and todo[other] == names]
        found[pattern if folder and len(alike) >= MANY else path] = names
    return found


def readme(
    day: Day, track: str, starter: Mapping[str, bytes], *, with_requests: bool = True, database: str = "none"
) -> str:
    """The first thing that a learner reads: how to begin, then each exercise's own text, then all goals."""
    return render_text(
        "project_README.md",
        day=day,
        track=track,
        commands=commands_of(track),
        port=PORT,
        texts={exercise.id: exercise_text(exercise) for exercise in day.exercises},
        goals=len(required_goals(day)),
        todo=grouped(unfinished(starter)),
        finished=finished(starter, commands_of(track).entry),
        database=DATABASES.get(database, ""),
        with_tests=any(path.startswith("tests/") for path in starter),
        with_requests=with_requests,
        files=starter,
        declared=commands_of(track).dependencies in starter,
        stubs=any(STUB in content for content in starter.values()),
    )


def required_goals(day: Day) -> list[str]:
    """The ids of the goals that a finished day has passed; bonus goals come on top."""
    return [goal.id for exercise in day.exercises if not exercise.bonus for goal in exercise.goals if not goal.bonus]


def commands_of(track: str) -> Commands:
    """A track's commands. Raises CourseError for a track that has starters, but no line here."""
    if track not in COMMANDS:
        raise CourseError(f"the track '{track}' has no commands for its README")
    return COMMANDS[track]


def exercise_text(exercise: Exercise) -> str:
    """An exercise's README without its title, every heading one level lower: it goes under one of ours."""
    file = exercise.folder / "README.md"
    try:
        lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else [exercise.summary]
    except (OSError, ValueError) as error:
        raise CourseError(f"{file}: can't be read: {error}") from error
    kept, fenced = [], False
    for number, line in enumerate(lines):
        fenced ^= line.lstrip().startswith("```")
        if number == 0 and line.startswith("# "):
            continue
        kept.append(f"#{line}" if line.startswith("#") and not fenced else line)
    return "\n".join(kept).strip()


def course_toml(track: str, database: str) -> str:
    """A learner's choices for the whole course."""
    return f'# Your choices for all days; scaffold and grade read them.\ntrack = "{track}"\ndatabase = "{database}"\n'
