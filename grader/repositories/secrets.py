"""Tells secrets in lines of text: keys whose form is known, and values of `*_KEY`, `*_PASSWORD` and `*_TOKEN`.

The known forms are those of detect-secrets and a few more. Of its detectors only those are taken that know a form: what
guesses by a word's disorder would accuse a lock file.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

LONGEST = 2000  # characters of a line that is looked at: a bundled script's may have a million
DETECTORS = {
    "aws.AWSKeyDetector": "an AWS access key",
    "azure_storage_key.AzureStorageKeyDetector": "an Azure storage key",
    "discord.DiscordBotTokenDetector": "a Discord bot's token",
    "github_token.GitHubTokenDetector": "a GitHub token",
    "gitlab_token.GitLabTokenDetector": "a GitLab token",
    "mailchimp.MailchimpDetector": "a Mailchimp key",
    "npm.NpmDetector": "an npm token",
    "openai.OpenAIDetector": "an OpenAI key",
    "private_key.PrivateKeyDetector": "a private key",
    "pypi_token.PypiTokenDetector": "a PyPI token",
    "sendgrid.SendGridDetector": "a SendGrid key",
    "slack.SlackDetector": "a Slack token",
    "square_oauth.SquareOAuthDetector": "a Square secret",
    "stripe.StripeDetector": "a Stripe key",
    "telegram_token.TelegramBotTokenDetector": "a Telegram bot's token",
    "twilio.TwilioKeyDetector": "a Twilio key",
}
OWN = (
    (re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"), "an AWS access key"),
    (re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})"), "a GitHub token"),
    (re.compile(r"\bglpat-[A-Za-z0-9_-]{20,}"), "a GitLab token"),
    (re.compile(r"\b[sr]k_live_[0-9a-zA-Z]{16,}"), "a Stripe key"),
    (re.compile(r"\bxox[abposr]-[0-9A-Za-z-]{10,}"), "a Slack token"),
    (re.compile(r"\bsk-(?:proj-|ant-)[A-Za-z0-9_-]{20,}"), "a key of a model's API"),
    (re.compile(r"\bAIza[0-9A-Za-z_-]{35}\b"), "a Google API key"),
    (re.compile(r"\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}\b"), "a SendGrid key"),
    (re.compile(r"\bdop_v1_[a-f0-9]{64}\b"), "a DigitalOcean token"),
    (re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"), "a private key"),
)
NAME = r"[A-Z][A-Z0-9_]*_(?:KEY|PASSWORD|TOKEN)"
# NAME=value in .env files, Dockerfiles and shells; NAME: value in YAML.
BARE = re.compile(rf"(?:^|[\s,({{-])({NAME})(?:=|:\s+)([^\s\"'#][^\s#]*)")
# NAME = "value", "NAME": "value" and NAME: str = "value" in code.
LITERAL = re.compile(rf"\b({NAME})[\"']?\]?\s*(?::\s*[A-Za-z]+\s*)?[:=]\s*[rbuf]?([\"'`])(.*?)\2")
# What is taken where the environment has none: get("NAME", "value"), process.env.NAME ?? "value".
DEFAULT = re.compile(rf"(?:get|getenv|env|config|setdefault)\(\s*[\"']({NAME})[\"']\s*,\s*[rbuf]?([\"'`])(.*?)\2")
FALLBACK = re.compile(rf"\b({NAME})[\"'\])]*\s*(?:\?\?=?|\|\|=?|\bor\b)\s*[rbuf]?([\"'`])(.*?)\2")
BARE_FILES = re.compile(
    r"(?:.*/)?(?:\.env[^/]*|Dockerfile[^/]*|Procfile|[^/]*\.(?:env|ya?ml|toml|ini|cfg|conf|sh|properties))"
)
TESTS = re.compile(r"(?:^|.*/)(?:tests?|__tests__|spec)/.*|(?:.*/)?(?:test_[^/]*|[^/]*_test|[^/]*\.(?:test|spec))\.\w+")
# Names of other things: where a browser keeps something, a column, a cache's entry.
NO_SECRETS = re.compile(
    r".*(?:PRIMARY|FOREIGN|STORAGE|CACHE|SORT|PARTITION|PUBLIC|QUERY|INDEX|UNIQUE|FIELD|HEADER|COOKIE|CSRF|XSRF)_\w+"
)
MARKS = re.compile(
    r"\{[^}]*\}|\$\(|^\$[A-Za-z_]|<[^<>]*>|^\[.*\]$|%\w+%|\*\*|\.\.\.|…|x{3,}|^[-_.*x#?]+$", re.IGNORECASE
)
WORDS = re.compile(r"[A-Za-z]{1,16}(?:[-_ ./:]+[A-Za-z]{1,16})*[0-9]{0,3}[.!?]*")
TO_BE_REPLACED = frozenset(
    """change changed changeme changeit replace replaceme replaced example examples placeholder your here dummy sample
    todo fill insert fake dev develop development test tests testing local localhost insecure not none null undefined
    unset demo default foo bar baz generate generated random""".split()
)
SAYS_NOTHING = frozenset(
    """a an the my api secret password passwd pass key token admin administrator root postgres postgresql mysql mariadb
    mongo mongodb user username app value string true false only""".split()
)


def kinds(text: str, path: str) -> Iterator[str]:
    """What of secrets a line of a file holds, in words."""
    line = text[:LONGEST]
    matches = ((pattern.search(line), kind) for pattern, kind in OWN)
    known = next((kind for match, kind in matches if match and is_real(match[0])), "") or detected(line)
    if known:
        yield known
    elif "_" in line and not TESTS.fullmatch(path):
        real = (name for name, value in values(line, path) if not NO_SECRETS.fullmatch(name) and is_real(value))
        yield from dict.fromkeys(f"a value of {name}" for name in real)


def values(line: str, path: str) -> Iterator[tuple[str, str]]:
    """Names that end in _KEY, _PASSWORD or _TOKEN, with the values that the line gives them."""
    for pattern in (LITERAL, DEFAULT, FALLBACK):
        yield from ((match[1], match[3]) for match in pattern.finditer(line))
    if BARE_FILES.fullmatch(path):
        yield from ((match[1], match[2].rstrip(",;")) for match in BARE.finditer(line))


def is_real(value: str) -> bool:
    """Whether a value is one, and no placeholder that says that another is to stand there."""
    value = value.strip()
    if not value or MARKS.search(value) or "EXAMPLE" in value:
        return False
    words = {word.lower() for word in re.findall(r"[A-Za-z]+", value)} if WORDS.fullmatch(value) else set()
    return not words or not (words & TO_BE_REPLACED or words <= SAYS_NOTHING)


@cache
def detectors() -> tuple[tuple[Any, str], ...]:
    """Those of detect-secrets that know a form, where it is installed."""
    found = []
    for name, kind in DETECTORS.items():
        module, _, kind_of = name.partition(".")
        try:
            found.append((getattr(importlib.import_module(f"detect_secrets.plugins.{module}"), kind_of)(), kind))
        except (ImportError, AttributeError):  # another release may have it elsewhere
            continue
    return tuple(found)


def detected(line: str) -> str:
    """What a detector says of a line; empty where none says anything."""
    for detector, kind in detectors():
        if any(is_real(str(found)) for found in detector.analyze_string(line)):
            return kind
    return ""
