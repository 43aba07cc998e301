"""Secrets that stand in a text: keys whose form is known, and real values of names such as SECRET_KEY."""

from __future__ import annotations

import re
from collections.abc import Iterator

KNOWN = {
    "an AWS access key": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a GitHub token": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})\b"),
    "a Stripe key": re.compile(r"\b[sr]k_live_[A-Za-z0-9]{16,}\b"),
    "a Slack token": re.compile(r"\bxox[abposr]-[A-Za-z0-9-]{10,}"),
    "a Google API key": re.compile(r"\bAIza[0-9A-Za-z_-]{35}\b"),
    "a private key": re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----"),
    "an address with a password": re.compile(
        r"\b[a-z][a-z0-9+]*://[^\s:/@$]+:([^\s:/@$<{*]{3,})@(?!localhost\b|127\.|db[:/])"
    ),
}
NAMED = re.compile(r"(?i)\b([A-Z0-9_]*(?:_KEY|PASSWORD|_PASS|_TOKEN|SECRET))[\"']?\s*(?:=|:)\s*[\"']?([^\s\"',;]{3,})")
PLACEHOLDER = re.compile(
    r"(?i)[<$%{(\[*].*|.*(?:change|example|placeholder|your|dummy|replace|insert|todo|fixme|build).*"
    r"|x{3,}|\.{3}|none|null|true|false|secret|password|test|dev(?:elopment)?|not-?a-?secret.*|unused|required"
)
CODE = re.compile(r"(?i)(?:os|process|env|config|settings|django|decouple|secrets|crypto)\b[.(\[].*|get\w*\(.*")


def secrets_in(text: str) -> Iterator[tuple[int, str]]:
    """(line, what it is) for each secret."""
    for number, line in enumerate(text.splitlines(), 1):
        kind = known(line[:2000]) or named(line[:2000])
        if kind:
            yield number, kind


def known(line: str) -> str:
    return next((f"{kind} is written there" for kind, pattern in KNOWN.items() if pattern.search(line)), "")


def named(line: str) -> str:
    """A name that stands for a secret, with a value that is none of the usual placeholders."""
    for found in NAMED.finditer(line):
        if not PLACEHOLDER.fullmatch(found[2]) and not CODE.fullmatch(found[2]):
            return f"{found[1]} has a value that is no placeholder"
    return ""
