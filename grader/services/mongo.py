"""MongoDB: the server from the official image, the client by pymongo.

Users are made over the exception that the server grants to its own host until there is one: at the first readiness
query, before the app is started.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from grader.services.base import (
    HOME,
    MOST_ROWS,
    MOST_TABLES,
    Client,
    Image,
    Login,
    Place,
    Refused,
    Service,
    Tables,
    library,
    plain,
    refusals,
)

MILLISECONDS = 5000
SCRIPT = f"""
set -e
mkdir -p {HOME}/data
exec mongod --dbpath {HOME}/data --bind_ip 127.0.0.1 --port 27017 --auth --nounixsocket \\
  --wiredTigerCacheSizeGB 0.25 --quiet
"""


@contextlib.contextmanager
def connect(place: Place, login: Login | None, source: str = "admin") -> Iterator[Any]:
    """A client; without a login, nobody in particular. Raises Refused."""
    pymongo = library("pymongo")
    host = quote(place.socket, safe="") if place.socket else f"{place.host}:{place.port or MONGO.port}"
    who = {"username": login.user, "password": login.password, "authSource": source} if login else {}
    with refusals(library("pymongo.errors").PyMongoError):
        limits = {"serverSelectionTimeoutMS": MILLISECONDS, "socketTimeoutMS": MILLISECONDS}
        client = pymongo.MongoClient(f"mongodb://{host}", directConnection=True, **limits, **who)
        with contextlib.closing(client):
            yield client


def ready(place: Place, login: Login) -> str:
    """The server's version; at the first time the login's user is made, as the server's administrator."""
    with contextlib.suppress(Refused), connect(place, None) as client:
        client.admin.command("createUser", login.user, pwd=login.password, roles=["root"])
    with connect(place, login) as client:
        client.admin.command("ping")
        return str(client.server_info()["version"])


def make(place: Place, admin: Login, owner: Login) -> None:
    """The right to write into a database of that name; it begins to exist with the first document."""
    with connect(place, admin) as client:
        roles = [{"role": "dbOwner", "db": owner.database}]
        client[owner.database].command("createUser", owner.user, pwd=owner.password, roles=roles)


def drop(place: Place, admin: Login, name: str) -> None:
    """Removes a database."""
    with connect(place, admin) as client:
        client.drop_database(name)


def tables(place: Place, login: Login) -> Tables:
    """All documents of all collections of the login's database."""
    found: Tables = {}
    with connect(place, login) as client:
        database = client[login.database]
        for name in sorted(database.list_collection_names())[:MOST_TABLES]:
            found[name] = [plain(document) for document in database[name].find().limit(MOST_ROWS)]
    return found


def statements(place: Place, login: Login) -> int:
    """Queries and changes of everybody; what keeps connections alive is no statement."""
    with connect(place, login) as client:
        counted = client.admin.command("serverStatus")["opcounters"]
    return sum(int(counted[kind]) for kind in ("insert", "query", "update", "delete", "getmore", "command"))


MONGO = Service(
    name="mongo",
    title="MongoDB",
    schemes=("mongodb",),
    port=27017,
    image=Image("GRADER_MONGO_IMAGE", "mongo:8.0"),
    user="mongodb",
    script=SCRIPT,
    client=Client("pymongo", ready, make, drop, tables, statements),
    packages=("pymongo>=4.10",),
)
