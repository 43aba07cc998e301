"""Requests made of an OpenAPI document: what schemathesis draws from its schemas. Nothing is sent here.

Schemathesis and hypothesis are heavy and may be missing, so they are imported where they are used. All is drawn first
and sent afterwards: hypothesis would call a function again that raises, and keep what it found in a folder.
"""

from __future__ import annotations

import gzip
import json
import re
import tempfile
import time
import unicodedata
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import yaml

from grader.server.answers import Unavailable

REMEDY = "needs schemathesis, which is not installed: pip install 'backend-week[fuzz]'"
GOOD, BAD = 4, 6  # requests drawn for each operation: in keeping with the document, and not
SECONDS = 25.0  # for drawing them; on a machine that is busy with other things it must come to an end
HEADER = re.compile(r"[!-~](?:[ -~]*[!-~])?")  # a value that a client can send
NAME = re.compile(r"[A-Za-z0-9-]+")
HOW = ("utf-8", "surrogatepass")  # names and values of a query
PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
NOT_OURS = {"authorization", "cookie", "host", "content-length", "transfer-encoding", "connection", "accept-encoding"}


@dataclass(frozen=True)
class Case:
    """One request. `path` has the values of the template's parameters and `query` is a whole query, both as they
    stand in the address; `body` is None where there is none."""

    method: str
    template: str
    path: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None

    @property
    def operation(self) -> str:
        return f"{self.method} {self.template}"

    @property
    def target(self) -> str:
        found = PLACEHOLDER.sub(lambda name: self.path.get(name[1]) or "0", self.template)
        return f"{found}?{self.query}" if self.query else found


def read_document(check: str) -> dict[str, Any]:
    """The `openapi.yaml` of the exercise that a file of checks (its `__file__`) belongs to."""
    loaded: dict[str, Any] = yaml.safe_load((Path(check).parents[1] / "openapi.yaml").read_text(encoding="utf-8"))
    return loaded


def drawn(document: Mapping[str, Any], seed: int) -> dict[str, list[Case]]:
    """For each operation of the document a plain request, then some good and some bad ones. The same again with the
    same seed, unless the time runs out."""
    try:
        with warnings.catch_warnings(), tempfile.TemporaryDirectory() as home:
            warnings.simplefilter("ignore")  # of the libraries' own; they are no learner's
            from hypothesis.configuration import set_hypothesis_home_dir

            set_hypothesis_home_dir(home)  # else it makes a folder where the process happens to be
            _spare_it_a_table(Path(home))
            return _drawn(document, seed)
    except ImportError:
        raise Unavailable(REMEDY) from None


def _spare_it_a_table(home: Path) -> None:
    """Which characters UTF-8 can encode, hypothesis finds out by trying them all, which takes seconds; it looks into
    its folder first. Where another release looks elsewhere, it only takes longer."""
    file = home / "unicode_data" / unicodedata.unidata_version / "codec-v2-utf-8.json.gz"
    file.parent.mkdir(parents=True)
    file.write_bytes(gzip.compress(json.dumps([[[0, 0xD7FF], [0xE000, 0x10FFFF]], []]).encode()))


def _drawn(document: Mapping[str, Any], seed: int) -> dict[str, list[Case]]:
    import schemathesis

    modes = ((schemathesis.GenerationMode.POSITIVE, GOOD), (schemathesis.GenerationMode.NEGATIVE, BAD))
    found: dict[str, list[Case]] = {}
    ends = time.monotonic() + SECONDS
    for number, result in enumerate(schemathesis.openapi.from_dict(dict(document)).get_all_operations()):
        operation: Any = result.ok()  # type: ignore[union-attr]  # a broken document is the course's fault, and raises
        cases = found[operation.label] = [Case(operation.method.upper(), operation.path)]
        for mode, count in modes:
            if time.monotonic() < ends:
                drawn_now = map(converted, _examples(operation.as_strategy(mode), seed + number, count))
                cases += [case for case in drawn_now if case not in cases]
    return found


def _examples(strategy: Any, seed: int, count: int) -> list[Any]:
    """Values of a strategy; none where it has none: what takes no parameter can't be given a wrong one."""
    import hypothesis

    found: list[Any] = []

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=count,
        database=None,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=[hypothesis.Phase.generate],
    )
    @hypothesis.given(strategy)
    def take(case: Any) -> None:
        found.append(case)

    try:
        take()
    except (hypothesis.errors.Unsatisfiable, hypothesis.errors.FailedHealthCheck):
        return []
    return found


def converted(case: Any) -> Case:
    """A case of schemathesis as one of ours. Who asks is not its to say: credentials are left out."""
    from schemathesis.core import NOT_SET

    headers = {name: str(value) for name, value in (case.headers or {}).items() if name.lower() not in NOT_OURS}
    headers = {name: value for name, value in headers.items() if NAME.fullmatch(name) and HEADER.fullmatch(value)}
    body = None
    if case.body is not NOT_SET:
        headers["Content-Type"] = case.media_type or "application/json"
        body = case.body if isinstance(case.body, bytes) else json.dumps(case.body).encode()
    path = {name: escaped(str(value)) for name, value in (case.path_parameters or {}).items()}
    return Case(case.method.upper(), case.path, path, encoded(case.query or {}), headers, body)


def escaped(value: str) -> str:
    """A path parameter for an address; schemathesis has most of them escaped already."""
    return value if re.fullmatch(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*", value) else quote(value, safe="")


def encoded(query: Mapping[str, Any]) -> str:
    """A query as text. A list is its name several times; what is no text is written as JSON has it."""
    pairs = [
        (name, one if isinstance(one, str) else json.dumps(one))
        for name, value in query.items()
        for one in (value if isinstance(value, list) else [value])
    ]
    return urlencode([(name.encode(*HOW), text.encode(*HOW)) for name, text in pairs])
