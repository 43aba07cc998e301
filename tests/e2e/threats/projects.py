"""Lays down projects and courses for the threats that a folder in `cases/` can't hold."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.e2e.threats.harness import HERE

APPS = HERE / "apps"
SETTINGS = 'day = "day8"\ntrack = "flask"\nstart = "{start}"\n'


def lay(folder: Path, app: str, start: str = "exec python3 app.py") -> Path:
    """A project with one of the apps of `apps/`, on the standard library alone."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(APPS / f"{app}.py", folder / "app.py")
    shutil.copy(APPS / "serve.py", folder)
    (folder / "grade.toml").write_text(SETTINGS.format(start=start))
    return folder


def course(folder: Path, **checks: str) -> Path:
    """A course whose day8 has one exercise, "probe", with a goal for each of these files of checks."""
    home = folder / "day8" / "probe"
    (home / "checks").mkdir(parents=True)
    (folder / "day8" / "day.toml").write_text('title = "A day"\nexercises = ["probe"]\n')
    manifest = ['format = 1\ntitle = "Probe"\nhours = 1\n']
    for goal, source in checks.items():
        (home / "checks" / f"test_{goal}.py").write_text(source)
        manifest.append(f'[[goals]]\nid = "{goal}"\ntitle = "{goal}"\nhints = ["a", "b", "c"]\n')
    (home / "exercise.toml").write_text("\n".join(manifest))
    return folder
