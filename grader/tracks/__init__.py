"""The tracks of the course. `base` tells how to add one."""

from grader.tracks.base import Found as Found
from grader.tracks.base import Track as Track
from grader.tracks.django import TRACK as DJANGO
from grader.tracks.express import TRACK as EXPRESS
from grader.tracks.flask import TRACK as FLASK

TRACKS: dict[str, Track] = {"flask": FLASK, "express": EXPRESS, "django": DJANGO}
