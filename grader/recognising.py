"""Recognises a learner's project: its track, what starts it and what it needs. Looks at files only; runs nothing."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from pathlib import Path

from grader import dependencies
from grader.errors import UsageError
from grader.producing import procfile, production_of
from grader.project import Dependencies, Project
from grader.reading import npm_scripts
from grader.reading.package_json import PackageJson
from grader.reading.sources import Sources
from grader.reading.tree import shown
from grader.settings import ProjectSettings
from grader.tracks import TRACKS, Found, Track

NESTED = 2  # a project this far below the folder is simply used
PROGRAMS = {"python": {"python", "python3", "sh", "bash"}, "node": {"node", "npm", "yarn", "sh", "bash"}}
PACKAGE_OF = {
    "waitress-serve": "waitress",
    "flask": "flask",
    "django-admin": "django",
    "ts-node": "ts-node",
    "tsx": "tsx",
}


def recognise(folder: Path, settings: ProjectSettings, track: str | None = None) -> Project:
    """The project in a folder. `track` is the course's choice; the one in grade.toml comes before it.

    Raises UsageError if it is no project or may be two, ProjectError if what it declares can't be used.
    """
    sources = _look(folder)
    wanted = _known(settings.track or track)
    chosen, found = _choose(folder, sources, wanted, bool(settings.start))
    needs, notices = dependencies.of_project(sources, chosen, found.home)
    start, workdir = _start(sources, settings, found, needs)
    return Project(
        folder=folder,
        track=chosen.name,
        start=start,
        dependencies=needs,
        workdir=workdir,
        env=dict(settings.env),
        port=settings.port,
        notices=(*settings.notices, *found.notices, *notices),
        production=production_of(sources, found.workdir, chosen.language),
    )


def _look(folder: Path) -> Sources:
    """The folder's files. Raises UsageError where there is no folder to look into."""
    cure = "Name the folder that holds your project: --project DIR"
    try:
        if not folder.exists():
            raise UsageError(f"there is no folder {folder}", cure)
        if not folder.is_dir():
            raise UsageError(f"{folder} is a file, not a project's folder", cure)
        os.scandir(folder).close()
    except (OSError, ValueError) as error:
        raise UsageError(f"{folder} can't be read: {getattr(error, 'strerror', None) or error}", cure) from error
    return Sources(folder)


def _known(track: str | None) -> Track | None:
    if track is None:
        return None
    if track not in TRACKS:
        near = difflib.get_close_matches(track, TRACKS, n=1)
        meant = f"Did you mean {near[0]}? " if near else ""
        raise UsageError(f"there is no track called '{track}'", f"{meant}The tracks are {', '.join(TRACKS)}.")
    return TRACKS[track]


def _choose(folder: Path, sources: Sources, wanted: Track | None, started: bool) -> tuple[Track, Found]:
    """The track and the place in which it starts; `started`: the start command is given anyway."""
    tracks = [wanted] if wanted else list(TRACKS.values())
    found = [(track, one) for track in tracks for one in track.find(sources)]
    least = min((one.depth for _, one in found), default=0)
    nearest = [(track, one) for track, one in found if one.depth == least]
    if started and wanted and not nearest:
        return wanted, Found("", ".", "grade.toml", ".", 0)
    if not nearest or (least > NESTED and not started):
        raise _no_project(folder, sources, wanted, [one for _, one in nearest])
    names = list(dict.fromkeys(track.name for track, _ in nearest))
    if len(names) > 1:
        seen = " and ".join(f"{track.title} ({shown(one.entry)})" for track, one in nearest[:3])
        cure = " or ".join(f'track = "{name}"' for name in names)
        raise UsageError(f"{folder} may be two projects: {seen}", f"Say which in grade.toml: {cure}")
    if len(nearest) > 1 and not started:
        homes = ", ".join(shown(one.entry) for _, one in nearest[:5])
        first = folder / shown(nearest[0][1].home)
        raise UsageError(f"{folder} holds {len(nearest)} projects: {homes}", f"Name one of them: --project {first}")
    return nearest[0]


def _no_project(folder: Path, sources: Sources, wanted: Track | None, deeper: list[Found]) -> UsageError:
    """What was looked for, what was found, and what may have been meant."""
    tracks = [wanted] if wanted else list(TRACKS.values())
    looked = "; ".join(f"{track.title}: {track.markers}" for track in tracks)
    message = (
        f"{folder} is no {wanted.title + ' ' if wanted else ''}project. Looked for {looked}. Found {_contents(sources)}"
    )
    if deeper:
        return UsageError(message, f"Did you mean --project {folder / shown(deeper[0].home)}?")
    others = [track for track in TRACKS.values() if track is not wanted and track.find(sources)] if wanted else []
    if others:
        return UsageError(
            f"{message}, which looks like {others[0].title}", f'Write track = "{others[0].name}" in grade.toml.'
        )
    return UsageError(
        message, 'Name the project\'s folder with --project DIR, or its command in grade.toml: start = "…"'
    )


def _contents(sources: Sources) -> str:
    paths = [shown(path) for path in sources.paths]
    if not paths:
        return "an empty folder"
    pages = (".html", ".css", ".svg", ".png", ".jpg", ".md", ".txt", ".ico")
    more = f" and {len(paths) - 5} more" if len(paths) > 5 else ""
    only = " (pages, but no server)" if any(path.endswith(".html") for path in paths) else ""
    return f"{', '.join(paths[:5])}{more}{only if all(path.endswith(pages) for path in paths) else ''}"


def _start(sources: Sources, settings: ProjectSettings, found: Found, needs: Dependencies) -> tuple[str, str]:
    """The command and its folder: grade.toml's, the Procfile's, what the track found."""
    if settings.start:
        return settings.start, "."
    for home in dict.fromkeys((".", found.workdir)):
        line = procfile(sources, home)
        if line and (command := _usable(sources, home, line, needs)):
            return command, home
    return found.start, found.workdir


def _usable(sources: Sources, home: str, line: str, needs: Dependencies) -> str:
    """The Procfile's command, if its program will be there; `npm start` as what the script says."""
    parts = npm_scripts.parts(line)
    program = npm_scripts.program_of(npm_scripts.words(parts[-1])) if parts else ""
    if program in ("npm", "yarn") and needs.language == "node":
        scripts: Mapping[str, str] = PackageJson.read(sources, home).scripts
        return npm_scripts.command({**scripts, "Procfile": line}, "Procfile") if scripts.get("start") else ""
    declared = dependencies.declared_names(needs)
    if program in PROGRAMS[needs.language] or PACKAGE_OF.get(program, program).lower() in declared:
        return line
    return ""
