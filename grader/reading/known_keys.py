"""Keys whose form is known, in lines of text: the forms of detect-secrets, and a few more.

Of its detectors only those are taken that know a form: what guesses by a word's disorder would accuse a lock file.
"""

from __future__ import annotations

import importlib
import re
from functools import cache
from typing import Any

from grader.reading.placeholders import is_real

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


def known_kind(line: str) -> str:
    """The kind of a key whose form is known; empty where there is none."""
    matches = ((pattern.search(line), kind) for pattern, kind in OWN)
    return next((kind for match, kind in matches if match and is_real(match[0])), "") or detected(line)


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
