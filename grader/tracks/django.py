"""Django: the folder of the shallowest manage.py that is Django's."""

from __future__ import annotations

import re

from grader.reading.sources import Sources, depth, parent
from grader.tracks.base import Found, Track, best_of_each_home

START = "python manage.py runserver 0.0.0.0:$PORT --noreload"


def find(sources: Sources) -> list[Found]:
    """Each folder with a manage.py that speaks of Django: some Flask projects have one, too."""
    files = [path for path in sources.likely("manage.py") if path.rpartition("/")[2] == "manage.py"]
    return best_of_each_home(
        [
            Found(START, parent(path), path, parent(path), depth(path))
            for path in files
            if re.search(r"(?m)^[^#\n]*(?:DJANGO_SETTINGS_MODULE|\bdjango\b)", sources.text(path))
        ]
    )


TRACK = Track("django", "Django", "python", "Django", "a manage.py of Django", find)
