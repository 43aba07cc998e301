"""Answers, but not what was asked: GET /echo/<word> is always "no"."""

from serve import Handler, serve


def forget(handler, body):
    if "/echo/" in handler.path:
        handler.path = "/no"


Handler.seen = staticmethod(forget)
serve()
