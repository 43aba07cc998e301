"""Django's development server; the one thing that is new: it makes the tables that are missing before it starts."""

from django.core.management import call_command
from django.core.management.commands import runserver


class Command(runserver.Command):
    def inner_run(self, *args, **options):
        call_command("migrate", interactive=False, verbosity=0)
        super().inner_run(*args, **options)
