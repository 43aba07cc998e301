"""The tracks of the course. `base` tells how to add one."""

from grader.tracks import django, express, flask
from grader.tracks.base import Found, Track

TRACKS: dict[str, Track] = {
    "flask": flask.TRACK,
    "express": express.TRACK,
    "django": django.TRACK,
}

__all__ = ["TRACKS", "Found", "Track"]
