"""PostgreSQL: the server from the image's own programs, the client by psycopg."""

from __future__ import annotations

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
# fsync: the data is in memory, where only the end of the machine could lose what the kernel has.
SCRIPT = f"""
set -e
data={HOME}/data
if [ ! -s $data/PG_VERSION ]; then
  rm -rf $data
  printf %s "$GRADER_PASSWORD" >/tmp/password
  initdb -D $data -U grader --pwfile=/tmp/password -A scram-sha-256 -E UTF8 --locale=C.UTF-8 --no-sync >/tmp/initdb
  rm /tmp/password
  printf '%s\\n' "CREATE ROLE app LOGIN PASSWORD '$APP_PASSWORD'" 'CREATE DATABASE app OWNER app' |
    postgres --single -D $data -c fsync=off postgres >/tmp/single
fi
rm -f $data/postmaster.pid
# What counts statements comes with the server, but some installations leave it out.
counting=
for folder in "$(pg_config --pkglibdir 2>/dev/null)" /usr/lib/postgresql/*/lib /usr/local/lib/postgresql; do
  if [ -e "$folder/pg_stat_statements.so" ]; then counting=pg_stat_statements; fi
done
exec postgres -D $data -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off \\
  -c full_page_writes=off -c shared_buffers=32MB -c max_connections=120 -c max_wal_size=64MB -c min_wal_size=32MB \\
  -c max_parallel_workers_per_gather=0 -c timezone=UTC -c shared_preload_libraries=$counting
"""
STATEMENTS = """
SELECT sum(calls) FROM pg_stat_statements
WHERE userid <> (SELECT oid FROM pg_roles WHERE rolname = current_user)
"""
TABLES = """
SELECT table_schema, table_name FROM information_schema.tables
WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
ORDER BY 1, 2
"""


def connect(place: Place, login: Login) -> Any:
    """A connection in autocommit mode."""
    where = place.socket.rpartition("/")[0] if place.socket else place.host
    return library("psycopg").connect(
        host=where,
        port=place.port or POSTGRES.port,
        user=login.user,
        password=login.password,
        dbname=login.database,
        connect_timeout=SECONDS,
        options=f"-c statement_timeout={SECONDS * 1000}",
        sslmode="disable" if place.socket else "prefer",
        autocommit=True,
    )


def ready(place: Place, login: Login) -> str:
    """The server's version."""
    with refusals(library("psycopg").Error), connect(place, login) as connection:
        return str(connection.execute("SHOW server_version").fetchone()[0]).split()[0]


def make(place: Place, admin: Login, owner: Login) -> None:
    """An empty database of the owner's; the owner itself where there is none of that name."""
    sql = library("psycopg.sql")
    name, user = sql.Identifier(owner.database), sql.Identifier(owner.user)
    with refusals(library("psycopg").Error), connect(place, admin) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [owner.user]).fetchone():
            word = sql.Literal(owner.password)
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(user, word))
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, user))


def drop(place: Place, admin: Login, name: str) -> None:
    """Removes a database, whoever is connected with it."""
    sql = library("psycopg.sql")
    with refusals(library("psycopg").Error), connect(place, admin) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def tables(place: Place, login: Login) -> Tables:
    """All rows of all tables outside the server's own schemas, by the tables' names."""
    psycopg, sql = library("psycopg"), library("psycopg.sql")
    found: Tables = {}
    with refusals(psycopg.Error), connect(place, login) as connection:
        for schema, table in connection.execute(TABLES).fetchall()[:MOST_TABLES]:
            cursor = connection.cursor(row_factory=library("psycopg.rows").dict_row)
            name = sql.Identifier(schema, table)
            rows = cursor.execute(sql.SQL("SELECT * FROM {} LIMIT {}").format(name, MOST_ROWS)).fetchall()
            found[table] = [{column: plain(value) for column, value in row.items()} for row in rows]
    return found


def statements(place: Place, login: Login) -> int:
    """Statements of everybody but the login."""
    with refusals(library("psycopg").Error), connect(place, login) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        row = connection.execute(STATEMENTS).fetchone()
    return int(row[0] or 0)


POSTGRES = Service(
    name="postgres",
    title="PostgreSQL",
    schemes=("postgresql", "postgres"),
    port=5432,
    image=Image("GRADER_POSTGRES_IMAGE", "postgres:17", "backend-week/base-postgres:local"),
    user="postgres",
    script=SCRIPT,
    socket=".s.PGSQL.5432",
    client=Client("psycopg", ready, make, drop, tables, statements),
    packages=("psycopg[binary]>=3.2",),
)
