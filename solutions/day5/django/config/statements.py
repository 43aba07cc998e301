"""Shows what the app asks the database: with LOG_SQL=1 in the environment, a line on stdout for each statement."""

import os

from django.db.backends.signals import connection_created


def tell(execute, sql, params, many, context):
    print("SQL:", " ".join(sql.split()), flush=True)
    return execute(sql, params, many, context)


def listen(connection, **_):
    connection.execute_wrappers.append(tell)


def tell_all():
    """Called once, at the start: see api/apps.py."""
    if os.environ.get("LOG_SQL") == "1":
        connection_created.connect(listen)
