"""SQLite: a file on the app's data volume. It is the learner's, so it is opened only where learner code may run.

`LOOK` is a whole program: it copies the file (a database in use has more files beside it, and reading may write) and
prints all rows of all tables; `null` where they are too many.
"""

from __future__ import annotations

from grader.services.base import MOST_ROWS, MOST_TABLES, Service

LARGEST = 600_000  # characters of what is told

LOOK = f"""
import json, os, shutil, sqlite3, sys
source, room = sys.argv[1:]
copy = os.path.join(room, "copy.db")
for end in ("", "-wal", "-journal"):
    if os.path.isfile(source + end) and not os.path.islink(source + end):
        shutil.copyfile(source + end, copy + end)
def plain(value):
    return value.decode("latin-1") if isinstance(value, bytes) else value
found = {{}}
if os.path.exists(copy):
    database = sqlite3.connect(copy)
    database.text_factory = lambda raw: raw.decode("utf-8", "replace")
    names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    for (name,) in names.fetchall()[:{MOST_TABLES}]:
        cursor = database.execute('SELECT * FROM "' + name.replace('"', '""') + '" LIMIT {MOST_ROWS}')
        columns = [column[0] for column in cursor.description]
        found[name] = [dict(zip(columns, map(plain, row))) for row in cursor]
said = json.dumps(found)
print(said if len(said) <= {LARGEST} else "null")
"""  # noqa: S608  # quoted names, and numbers of ours


def url(path: str) -> str:
    """The address of a file, by its absolute path."""
    return f"sqlite:///{path}"


SQLITE = Service(name="sqlite", title="SQLite", schemes=("sqlite",))
