"""What a run knows of the accounts that it made, and what a check gets of one."""

from __future__ import annotations

import string
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from typing import Any

from grader.checks.auth import Account, Client
from grader.checks.cookies import browser_jar
from grader.checks.credentials import Credentials
from grader.checks.fake import Fake

SIGNS = "-_.!?+ "
LETTERS = string.ascii_letters + string.digits + SIGNS


@dataclass
class Kept:
    """What a run remembers of a shared account: who it is, and what its login gave."""

    account: Account
    user: dict[str, Any]
    token: str = ""
    jar: CookieJar = field(default_factory=browser_jar)


@dataclass
class Town:
    """All that a run remembers. `new`: nobody else has accounts there. `first`: accounts as they were made."""

    new: bool = True
    shared: dict[str, Kept] = field(default_factory=dict)
    first: list[Account] = field(default_factory=list)


@dataclass(frozen=True)
class Person:
    """An account of the app. `user` is what registering answered; `api` is logged in."""

    account: Account
    user: dict[str, Any]
    api: Client

    @property
    def email(self) -> str:
        return self.account.email

    @property
    def password(self) -> str:
        return self.account.password

    @property
    def credentials(self) -> Credentials:
        """What the api would send now; it stays the same when the api gets others."""
        return self.api.credentials()

    def again(self) -> Client:
        """Logs in once more, as from another device."""
        client = self.api.like(self.api)
        client.login(self.email, self.password)
        return client


def draw_password(fake: Fake, length: int | None = None) -> str:
    """A password that no list of common ones has: letters in both cases, digits, signs within; ASCII."""
    length = length or fake.integer(14, 24)
    middle = "".join(fake.choice(LETTERS) for _ in range(length - 4))
    return fake.choice("abcdefgh") + fake.choice("JKLMNPQR") + middle + fake.choice("23456789") + fake.choice("uvwxyz")
