"""What is done once, at the start."""

from config.statements import tell_all
from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "api"

    def ready(self):
        tell_all()
