"""A command of commands, each in a module of its own with a `main`, that is imported when it is asked for."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click


class Group(click.Group):
    """`modules`: the module of each command, in the order in which they are listed."""

    def __init__(self, *args: Any, modules: Mapping[str, str], **others: Any) -> None:
        super().__init__(*args, **others)
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.modules:
            return None
        command: click.Command = importlib.import_module(self.modules[cmd_name]).main
        return command
