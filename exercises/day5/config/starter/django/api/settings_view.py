"""The settings in force, for whoever wonders why the service does what it does."""

from api.http import JsonView
from api.problems import not_implemented


class Config(JsonView):
    """/config"""

    def get(self, request):
        # TODO config.visible: an object with all settings by their names, from config/env.py (`from config import
        #   env`). Which of them hold a secret? Show *** in its place.
        # TODO config.example: and write a file .env.example for those who want to set them.
        return not_implemented()
