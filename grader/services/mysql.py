"""MySQL, in its free form MariaDB: the server from the image's own programs, the client by PyMySQL."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from grader.services.base import (
    HOME,
    MOST_ROWS,
    MOST_TABLES,
    Client,
    Image,
    Login,
    Place,
    Service,
    Tables,
    library,
    plain,
    refusals,
)

SECONDS = 5
SCRIPT = f"""
set -e
data={HOME}/data
if [ ! -e $data/made ]; then
  rm -rf $data && mkdir $data
  mariadb-install-db --no-defaults --datadir=$data --auth-root-authentication-method=normal --skip-test-db \\
    --skip-name-resolve --innodb-log-file-size=8M >/tmp/install
  touch $data/made
fi
cat >/tmp/init.sql <<END
DELETE FROM mysql.global_priv WHERE User IN ('', 'root');
FLUSH PRIVILEGES;
CREATE DATABASE IF NOT EXISTS app CHARACTER SET utf8mb4;
CREATE USER IF NOT EXISTS 'app'@'%' IDENTIFIED BY '$APP_PASSWORD';
GRANT ALL ON app.* TO 'app'@'%';
CREATE USER IF NOT EXISTS 'grader'@'%' IDENTIFIED BY '$GRADER_PASSWORD';
GRANT ALL ON *.* TO 'grader'@'%' WITH GRANT OPTION;
END
exec mariadbd --no-defaults --datadir=$data --bind-address=127.0.0.1 --port=3306 --socket=/tmp/mysqld.sock \\
  --pid-file=/tmp/mysqld.pid --init-file=/tmp/init.sql --skip-name-resolve --innodb-use-native-aio=0 \\
  --innodb-buffer-pool-size=64M --innodb-log-file-size=8M --innodb-flush-log-at-trx-commit=2 \\
  --character-set-server=utf8mb4 --performance-schema=0 --max-connections=120 --default-time-zone=+00:00
"""  # noqa: S608  # for a shell
TABLES = """
SELECT table_name FROM information_schema.tables
WHERE table_type = 'BASE TABLE' AND table_schema = %s ORDER BY 1
"""


@contextlib.contextmanager
def connect(place: Place, login: Login, *, database: bool = True) -> Iterator[Any]:
    """A cursor whose rows are dicts, in autocommit mode. Raises Refused."""
    pymysql = library("pymysql")
    with refusals(pymysql.Error):
        connection = pymysql.connect(
            host=place.host,
            port=place.port or MYSQL.port,
            unix_socket=place.socket or None,
            user=login.user,
            password=login.password,
            database=login.database if database else None,
            connect_timeout=SECONDS,
            read_timeout=SECONDS,
            charset="utf8mb4",
            autocommit=True,
            cursorclass=library("pymysql.cursors").DictCursor,
        )
        with connection, connection.cursor() as cursor:
            yield cursor


def ready(place: Place, login: Login) -> str:
    """The server's version."""
    with connect(place, login) as cursor:
        cursor.execute("SELECT VERSION() AS version")
        return str(cursor.fetchone()["version"]).partition("-")[0]


def quoted(name: str) -> str:
    """A name as SQL wants it."""
    return "`" + name.replace("`", "``") + "`"


def make(place: Place, admin: Login, owner: Login) -> None:
    """An empty database of the owner's; the owner itself where there is none of that name."""
    with connect(place, admin, database=False) as cursor:
        cursor.execute(f"CREATE DATABASE {quoted(owner.database)} CHARACTER SET utf8mb4")
        if owner.user != admin.user:
            cursor.execute("CREATE USER IF NOT EXISTS %s@'%%' IDENTIFIED BY %s", (owner.user, owner.password))
            cursor.execute(f"GRANT ALL ON {quoted(owner.database)}.* TO %s@'%%'", (owner.user,))


def drop(place: Place, admin: Login, name: str) -> None:
    """Removes a database."""
    with connect(place, admin, database=False) as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted(name)}")


def tables(place: Place, login: Login) -> Tables:
    """All rows of all tables of the login's database."""
    found: Tables = {}
    with connect(place, login) as cursor:
        cursor.execute(TABLES, (login.database,))
        names = [next(iter(row.values())) for row in cursor.fetchall()]
        for name in names[:MOST_TABLES]:
            cursor.execute(f"SELECT * FROM {quoted(name)} LIMIT {MOST_ROWS}")  # noqa: S608  # a quoted name, a number
            found[name] = [{column: plain(value) for column, value in row.items()} for row in cursor.fetchall()]
    return found


def statements(place: Place, login: Login) -> int:
    """Statements of everybody: the login's own are few, and as many each time."""
    with connect(place, login) as cursor:
        cursor.execute("SHOW GLOBAL STATUS LIKE 'Questions'")
        return int(cursor.fetchone()["Value"])


MYSQL = Service(
    name="mysql",
    title="MariaDB",
    schemes=("mysql", "mariadb"),
    port=3306,
    image=Image("GRADER_MYSQL_IMAGE", "mariadb:11", "backend-week/base-mariadb:local"),
    user="mysql",
    script=SCRIPT,
    client=Client("pymysql", ready, make, drop, tables, statements),
    packages=("PyMySQL>=1.1",),
)
