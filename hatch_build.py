"""Puts the exercises into the wheel, without the wrong solutions that prove the checks.

A plain `force-include` of the folder can't leave anything out, so each file is named.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LEFT_OUT = {"mutants", "__pycache__", "node_modules"}


class ExercisesHook(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":  # the checkout's own folder is used
            return
        root = Path(self.root)
        for path in sorted((root / "exercises").rglob("*")):
            inside = path.relative_to(root / "exercises")
            if path.is_file() and not LEFT_OUT & set(inside.parts):
                build_data["force_include"][str(path)] = f"grader/_exercises/{inside.as_posix()}"
