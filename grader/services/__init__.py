"""Databases that an app may be given. To add one: a module with one value (see `base`), and a line here."""

from __future__ import annotations

from grader.services.base import Service
from grader.services.mongo import MONGO
from grader.services.mysql import MYSQL
from grader.services.postgres import POSTGRES
from grader.services.sqlite import SQLITE

SERVICES: dict[str, Service] = {one.name: one for one in (SQLITE, POSTGRES, MYSQL, MONGO)}


def service_of(url: str) -> Service | None:
    """The kind of database that a URL means, by its scheme; drivers may be named behind a +."""
    scheme = url.partition(":")[0].partition("+")[0]
    return next((service for service in SERVICES.values() if scheme in service.schemes), None)
