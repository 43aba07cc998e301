"""What a login gives and what a client then sends: a bearer token, or cookies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.checks import jwts
from grader.checks.cookies import CSRF_COOKIE, CSRF_HEADER

TOKEN, SESSION = "token", "session"
HEX = "0123456789abcdefABCDEF"


@dataclass(frozen=True)
class Credentials:
    """Somebody's token or cookies as they are at one moment. They stay what they are, whatever the app does later."""

    token: str = ""
    cookies: Mapping[str, str] = field(default_factory=dict)

    @property
    def style(self) -> str:
        return TOKEN if self.token else SESSION

    @property
    def headers(self) -> dict[str, str]:
        """The headers that carry them, for a client that has none of its own."""
        if self.token:
            return {"Authorization": f"Bearer {self.token}"}
        if not self.cookies:
            return {}
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if CSRF_COOKIE in self.cookies:
            sent[CSRF_HEADER] = self.cookies[CSRF_COOKIE]
        return sent

    @property
    def keys(self) -> dict[str, str]:
        """The values that may prove who somebody is, by name: the token, or each cookie but the one against CSRF."""
        if self.token:
            return {"access_token": self.token}
        return {name: value for name, value in self.cookies.items() if name != CSRF_COOKIE}

    @property
    def jwt(self) -> tuple[str, str] | None:
        """(name, value) of the key that is a JWT. None where there is none."""
        return next(((name, value) for name, value in self.keys.items() if jwts.is_jwt(value)), None)

    def without(self, name: str) -> Credentials:
        """The same but for one cookie."""
        return Credentials(self.token, {key: value for key, value in self.cookies.items() if key != name})

    def with_key(self, name: str, value: str) -> Credentials:
        """The same with another value for one of `keys`."""
        return Credentials(value) if self.token else Credentials("", {**self.cookies, name: value})


def changed_in_the_middle(text: str) -> str:
    """The text with one character near its middle replaced by another one of the same kind.

    Not at the end, where in Base64 some bits may count for nothing; not within a `%2F`; and neither by the same letter
    in other case, which is the same to whoever reads hexadecimal digits, nor by one that is no such digit.
    """
    places = sorted(range(len(text)), key=lambda place: abs(place - len(text) // 2))
    for place in places:
        old = text[place]
        if old.isascii() and old.isalnum() and "%" not in text[max(place - 2, 0) : place]:
            kind = "0123456789" if old.isdigit() else "abcdef" if old in HEX else "ghijkl"
            new = next(letter for letter in kind if letter != old.lower())
            return text[:place] + (new.upper() if old.isupper() else new) + text[place + 1 :]
    return f"{text}x"
