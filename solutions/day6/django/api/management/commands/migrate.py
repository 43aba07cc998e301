"""Django's migrate, for more than one server: when two start in the same moment, both want to make the tables.

The database lets one of them, and the other one fails. By the time it tries again, there is nothing left to do.
"""

import time

from django.core.management.commands import migrate
from django.db import DatabaseError, connection

TRIES = 5
PAUSE = 0.5  # seconds


class Command(migrate.Command):
    def handle(self, *args, **options):
        for left in reversed(range(TRIES)):
            try:
                return super().handle(*args, **options)
            except DatabaseError:
                if not left:
                    raise
                connection.close()  # what went wrong must not lie about in the next try
                time.sleep(PAUSE)
