"""MongoDB: by pymongo."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from typing import Any

from .engine import Engine
from .values import Refused, named, objects_in, plan, shortened, taken


class Mongo(Engine):
    """A query is one of the server's own commands as JSON: aggregate, update, or createIndexes."""

    FORMS = {
        "read": ("aggregate", {"aggregate", "pipeline", "cursor"}),
        "change": ("update", {"update", "updates", "ordered"}),
        "index": ("createIndexes", {"createIndexes", "indexes"}),
    }
    WRITES = {"$out", "$merge"}
    CODE = {"$where", "$function", "$accumulator"}

    def connect(self) -> Any:
        server = self.server
        client = importlib.import_module("pymongo").MongoClient(
            server["host"],
            server["port"],
            username=server["user"],
            password=server["password"],
            authSource=server["database"],
            directConnection=True,
            serverSelectionTimeoutMS=5000,
            socketTimeoutMS=int(self.seconds * 1000) + 5000,
        )
        return client[server["database"]]

    def lay(self) -> str:
        self.database = self.connect()
        self.fill(self.tables)
        return str(self.database.client.server_info()["version"])

    def fill(self, tables: dict[str, dict[str, Any]]) -> None:
        for name, table in tables.items():
            self.database[name].drop()
            rows = (dict(zip(table["columns"], row, strict=True)) for row in table["rows"])
            self.database[name].insert_many([{"_id": row[table["columns"][0]], **row} for row in rows])

    def command(self, query: dict[str, Any]) -> dict[str, Any]:
        """The command that a file holds. Raises Refused for any other."""
        name, keys = self.FORMS[query["mode"]]
        try:
            found = json.loads(query["text"])
        except (ValueError, RecursionError) as error:
            raise Refused("form", f"something that is no JSON: {error}") from None
        if isinstance(found, list):
            raise Refused("two" if query["mode"] != "read" else "form", f'an array: begin with {{"{name}": …}}')
        if not isinstance(found, dict) or not isinstance(found.get(name), str):
            raise Refused("form", f'another one than {{"{name}": "a collection", …}}')
        if found.keys() - keys:
            raise Refused("form", f"one with {sorted(found.keys() - keys)[0]}, which has no place here")
        if not isinstance(found.get(sorted(keys - {name, "cursor", "ordered"})[0]), list):
            raise Refused("form", f"one without an array at {sorted(keys - {name, 'cursor', 'ordered'})[0]}")
        used = {key for node in objects_in(found) for key in node}
        if used & self.WRITES:
            raise Refused("writes", sorted(used & self.WRITES)[0])
        if used & self.CODE:
            raise Refused("forbidden", f"one with code in it ({sorted(used & self.CODE)[0]})")
        return found

    def read(self, query: dict[str, Any]) -> dict[str, Any]:
        command = self.command(query)
        limit = {"maxTimeMS": int(self.seconds * 1000), "batchSize": 200}
        documents: list[dict[str, Any]] = []
        for document in self.database[command["aggregate"]].aggregate(command["pipeline"], **limit):
            documents.append({key: value for key, value in document.items() if key != "_id"})
            if len(documents) > self.limits["rows"]:
                break
        columns = list(dict.fromkeys(key for document in documents for key in document))
        return taken(columns, ([document.get(key) for key in columns] for document in documents), self.limits)

    def change(self, query: dict[str, Any]) -> dict[str, Any]:
        command = self.command(query)
        try:
            for entry in command["updates"]:
                collection, many = self.database[command["update"]], entry.get("multi", False)
                (collection.update_many if many else collection.update_one)(entry["q"], entry["u"])
            return self.all_rows(self.documents)
        except (KeyError, AttributeError, TypeError) as error:
            raise Refused("form", f"an entry of updates that is none ({error})") from None
        finally:
            self.fill(self.tables)

    def documents(self, name: str) -> Iterator[list[Any]]:
        columns = self.tables[name]["columns"]
        for document in self.database[name].find().sort("_id", 1):
            strange = [key for key in document if key not in columns and key != "_id"]
            if strange:
                raise Refused("form", f"one that gives documents of {name} a new field, {shortened(strange[0], 60)}")
            yield [document.get(column) for column in columns]

    def index(self, query: dict[str, Any]) -> dict[str, Any]:
        command = self.command(query)
        self.fill(query["tables"])
        collection, old = self.database[query["table"]], {"_id_"}
        before = self.planned(query["explain"])
        try:
            for entry in command["indexes"]:
                options = {key: value for key, value in entry.items() if key != "key"}
                self.database[command["createIndexes"]].create_index(list(entry["key"].items()), **options)
        except (KeyError, AttributeError, TypeError) as error:
            raise Refused("form", f"an entry of indexes that is none ({error})") from None
        known = collection.index_information().items()
        new = named({name: [key[0] for key in facts["key"]] for name, facts in known if name not in old})
        after = self.planned(query["explain"])
        collection.drop()
        return {"before": before, "after": after, "indexes": new}

    def planned(self, find: dict[str, Any]) -> dict[str, Any]:
        return self.read_plan(self.database.command("explain", find, verbosity="queryPlanner"))

    @staticmethod
    def read_plan(answer: dict[str, Any]) -> dict[str, Any]:
        """An index finds rows unless it is read from the smallest key to the largest."""
        nodes = [node for node in objects_in(answer.get("queryPlanner", {}).get("winningPlan", {})) if "stage" in node]
        words = "; ".join(f"{node['stage']} {node.get('indexName', '')}".strip() for node in nodes)
        for node in nodes:
            bounds = next(iter(node.get("indexBounds", {}).values()), [""])
            if node.get("indexName") and not any("MinKey" in bound and "MaxKey" in bound for bound in map(str, bounds)):
                return plan("search", node["indexName"], words)
        return plan("scan", None, words)

    def refusal(self, error: Exception, text: str) -> Refused:
        code, words = getattr(error, "code", None), str(error).partition(", full error")[0]
        return Refused("slow" if code == 50 or "timed out" in words else "engine", words)
