"""A course of one day and two exercises, small enough to read, for the tests of scaffold and its parts."""

from __future__ import annotations

from pathlib import Path

from grader.catalog import load_day
from grader.model import Day

DAY = """\
title = "Small things"
summary = "Two exercises."
exercises = ["cups", "spoons"]
"""

EXERCISE = """\
format = 1
title = "{title}"
hours = {hours}
{extra}

[[goals]]
id = "create"
title = "a {name} is made | or not"
hints = ["look", "think"]
"""

REQUESTS = r'''
[[requests]]
name = "Make Bob's cup"
goal = "create"
method = "POST"
path = "/cups?kind=blue&tags[]=a"
body = """{"name": "Bob's \\"cup\\" $HOME `id`",
 "note": "é"}"""

[[requests]]
name = "Ask for the head"
goal = "cups.create"
method = "HEAD"
path = "/cups/1"
headers = { Accept = "application/json" }

[[requests]]
name = "Say nothing about the type"
goal = "small/cups.create"
method = "PUT"
path = "/cups/1"
headers = { Content-Type = "" }
body = "plain"
'''.replace("small/", "day2/")

FILES = {
    "day2/day.toml": DAY,
    "day2/starter/common/notes.txt": "common\n",
    "day2/starter/flask/notes.txt": "flask\n",
    "day2/starter/flask/app.py": '"""Finished. Look for TODO elsewhere."""\n',
    "day2/starter/flask/requirements.txt": "Flask\n",
    "day2/starter/flask/__pycache__/app.pyc": "no",
    "day2/starter/express/server.js": "// ready\n",
    "day2/cups/exercise.toml": EXERCISE.format(title="Cups", hours=2, extra="", name="cup"),
    "day2/cups/README.md": "# Cups\n\nAbout cups.\n\n## Rules\n\n```sh\n# a comment\n```\n",
    "day2/cups/requests.toml": REQUESTS,
    "day2/cups/checks/test_create.py": 'def test_create(api):\n    """It is made."""\n',
    "day2/cups/starter/flask/cups.py": "# TODO cups.create: make it\n",
    "day2/cups/starter/common/run.sh.j2": "#!/bin/sh\necho {{ day.id }} {{ track }} {{ exercises | length }}\n",
    "day2/spoons/exercise.toml": EXERCISE.format(title="Spoons", hours=0.5, extra="bonus = true", name="spoon"),
    "day2/spoons/checks/test_create.py": 'def test_create(api):\n    """It is made."""\n',
    "day2/spoons/starter/flask/sub/spoons.py": "# TODO spoons.create: make it\n",
}


def build(folder: Path, **changes: str) -> Path:
    """Writes the course into a folder; `changes` are more files, `__` in a name standing for a slash."""
    more = {name.replace("__", "/"): text for name, text in changes.items()}
    for name, text in (FILES | more).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def small_day(folder: Path) -> Day:
    """The day of a course that `build` wrote."""
    return load_day("day2", build(folder))
