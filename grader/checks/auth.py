"""What checks of accounts share: the addresses, making an account, logging in, trying somebody's credentials.

Whoever logs in gets either a token in the body or a session cookie; from then on a Client sends what it was given.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from grader.checks.api import Api
from grader.checks.cookies import browser_jar, kept_for
from grader.checks.credentials import Credentials
from grader.checks.exchange import Asked
from grader.checks.matchers import Containing, Matcher, containing
from grader.checks.reply import Reply, status_words
from grader.checks.rest import ID, is_id
from grader.checks.values import Miss, say

REGISTER, LOGIN, LOGOUT, PASSWORD = "/auth/register", "/auth/login", "/auth/logout", "/auth/password"
ME, NOTES, USERS = "/me", "/notes", "/admin/users"
LONGEST_TOKEN = 8000  # characters; servers refuse longer headers
TOKEN = re.compile(f"[!-~]{{1,{LONGEST_TOKEN}}}")


@dataclass(frozen=True)
class Account:
    """What is sent to register."""

    email: str
    password: str
    name: str

    @property
    def json(self) -> dict[str, str]:
        return {"email": self.email, "password": self.password, "name": self.name}

    @property
    def login(self) -> dict[str, str]:
        return {"email": self.email, "password": self.password}


class Client(Api):
    """An Api that sends what its last login gave it, and keeps cookies as a browser on HTTPS would."""

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        self.token = ""
        self.session.cookies = browser_jar()

    @classmethod
    def like(cls, api: Api) -> Client:
        """One for the same app, with nothing to send yet."""
        return cls(api.address, api.shown, api.record, api.patience, api.why_gone)

    def credentials(self, path: str = ME) -> Credentials:
        """What it would send now."""
        return Credentials(self.token, {} if self.token else kept_for(self.session.cookies, path))

    def prepared(self, method: str, path: str, **how: Any) -> Asked:
        how["headers"] = {**self.credentials(path).headers, **(how.get("headers") or {})}
        return super().prepared(method, path, **how)

    def login(self, email: str, password: str) -> Reply:
        """Logs in. Raises Miss unless the answer is 200 and brings a token or a cookie."""
        reply = self.post(LOGIN, json={"email": email, "password": password})
        if reply.status_code != 200:
            raise Miss(f"{status_words(200)} for POST {LOGIN}", str(reply.status_code))
        body = reply.json() if reply.media_type.endswith("json") else None
        token = body.get("access_token") if isinstance(body, dict) else None
        self.token = token if isinstance(token, str) else ""
        if not self.credentials().keys:
            raise Miss("an access_token in the body, or a session cookie", "neither")
        if self.token and not TOKEN.fullmatch(self.token):
            raise Miss(f"an access_token of printable ASCII characters, at most {LONGEST_TOKEN}", say(self.token))
        return reply


def register(api: Api, account: Account) -> dict[str, Any]:
    """Makes an account; the user as the app answers with it. Raises Miss unless that is 201."""
    reply = api.post(REGISTER, json=account.json)
    if reply.status_code != 201:
        raise Miss(f"{status_words(201)} for POST {REGISTER}", str(reply.status_code))
    user = reply.json()
    if not (isinstance(user, dict) and is_id(user.get("id"))):
        raise Miss("the new user with its id", say(user))
    return user


def address_of(email: str) -> Matcher:
    """An e-mail address, in whatever case."""
    return Matcher(
        f'"{email}", in this or in lower case', lambda got: isinstance(got, str) and got.lower() == email.lower()
    )


def user_of(account: Account, user_id: Any = ID) -> Containing:
    """A user as the app shows it: id, e-mail, name, and maybe more."""
    return containing(id=user_id, email=address_of(account.email), name=account.name)


def tried(api: Api, credentials: Credentials, method: str = "GET", path: str = ME, **how: Any) -> Reply:
    """One request with these credentials and no others."""
    api.session.cookies.clear()  # what an earlier answer may have set
    return api.request(method, path, headers=credentials.headers, **how)


def needed(api: Api, credentials: Credentials) -> Credentials:
    """The same without cookies that prove nothing: all that is left is needed. Raises Miss where nothing is."""
    for name in credentials.keys if len(credentials.keys) > 1 else ():
        fewer = credentials.without(name)
        if tried(api, fewer).status_code == 200:
            credentials = fewer
    if not credentials.keys:
        raise Miss("401 for GET /me without the session cookie", str(tried(api, credentials).status_code))
    return credentials


def challenge(reply: Reply) -> str:
    """The word Bearer, if it is among the ways to log in that WWW-Authenticate names; else what stands there."""
    found = reply.headers.get("WWW-Authenticate", "")
    if not found:
        raise Miss("a header WWW-Authenticate: Bearer", "none")
    return "Bearer" if re.search(r"(?i)(?:^|,)\s*bearer(?:\s|,|$)", found) else found


def retry_after(reply: Reply) -> float:
    """Seconds until the time that Retry-After names. Raises Miss where it names none."""
    found = reply.headers.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", found):
        return float(found)
    try:
        return parsedate_to_datetime(found).timestamp() - time.time()
    except (ValueError, OverflowError):
        raise Miss("a header Retry-After with a number of seconds", found or "none") from None
