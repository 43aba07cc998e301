"""Data as YAML that every reader understands alike, whichever version of YAML it knows."""

from __future__ import annotations

import re
from typing import Any

import yaml

PLAIN = re.compile(r"[A-Za-z/`{][^\n]*")  # other texts are quoted: readers differ in what they take for a number


def as_yaml(data: Any) -> str:
    """The data in its own order. Texts stay readable, and nothing in it stands for something else."""
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)


class _Dumper(yaml.SafeDumper):
    """Without anchors and aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    lines = text.endswith("\n") and text.replace("\n", "").isprintable()
    style = "|" if lines else None if PLAIN.fullmatch(text) else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
