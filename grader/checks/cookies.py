"""Cookies as a browser on HTTPS keeps them, and what a Set-Cookie header says about each."""

from __future__ import annotations

import copy
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.client import HTTPMessage
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import SimpleNamespace
from urllib.parse import urlsplit, urlunsplit
from urllib.request import Request

from grader.checks.headers import Headers
from grader.checks.reply import Reply

LONGEST = 16_000  # characters of cookies; servers refuse longer headers
CSRF_COOKIE, CSRF_HEADER = "csrftoken", "X-CSRFToken"
# Several Set-Cookie headers come as one text. A comma begins the next one if a name and = follow: that in a date
# (`Expires=Wed, 21 Oct …`) and those in a value (`{"a":1,"b":2}`) do not.
NEXT = re.compile(r",\s*(?=[!#$%&'*+.^_`|~0-9A-Za-z-]+=)")


@dataclass(frozen=True)
class SetCookie:
    """One cookie as an answer sets it; names of attributes in small letters."""

    name: str
    value: str
    attributes: dict[str, str]

    def seconds(self) -> float | None:
        """How long it is to be kept: Max-Age, else Expires. None where neither says."""
        age = self.attributes.get("max-age", "")
        if re.fullmatch(r"-?[0-9]{1,12}", age):
            return float(age)
        try:
            return parsedate_to_datetime(self.attributes["expires"]).timestamp() - time.time()
        except (KeyError, ValueError, OverflowError):
            return None


def set_cookies(reply: Reply) -> Iterator[SetCookie]:
    """The cookies that an answer sets, in order."""
    for text in NEXT.split(reply.headers.get("Set-Cookie", "")):
        first, *rest = text.split(";")
        name, equals, value = first.partition("=")
        pairs = (part.partition("=") for part in rest)
        if equals and name.strip():
            yield SetCookie(name.strip(), value.strip(), {key.strip().lower(): text.strip() for key, _, text in pairs})


def browser_jar() -> CookieJar:
    """A jar that sends `Secure` cookies too: the checks speak HTTP to an app that will stand behind HTTPS."""
    return CookieJar(policy=DefaultCookiePolicy(secure_protocols=("http", "https")))


def sent_to(jar: CookieJar, url: str, headers: Mapping[str, str]) -> str:
    """What a request with these headers says in Cookie; nothing of what is for HTTPS alone goes over HTTP."""
    if not len(jar):
        return ""
    sends = CookieJar()
    for cookie in jar:
        sends.set_cookie(copy.copy(cookie))
    request = _request(url, headers)
    sends.add_cookie_header(request)
    return str(request.get_header("Cookie", ""))


def kept_from(jar: CookieJar, pairs: Iterable[tuple[str, str]], url: str, headers: Mapping[str, str]) -> None:
    """Keeps what an answer to such a request sets. Raises ValueError for an address that is none."""
    message = HTTPMessage()
    for name, value in pairs:
        if name.lower().startswith("set-cookie"):
            message[name] = value
    answer = SimpleNamespace(info=lambda: message)
    jar.extract_cookies(answer, _request(url, headers))  # type: ignore[arg-type]  # all that it looks at


def _request(url: str, headers: Mapping[str, str]) -> Request:
    """The request as a cookie jar looks at it: who names another host means that one."""
    parts = urlsplit(url)
    host = Headers(headers.items()).get("Host") or parts.netloc
    return Request(urlunsplit((parts.scheme, host, *parts[2:])))  # noqa: S310  # which nobody opens


def kept_for(jar: CookieJar, path: str) -> dict[str, str]:
    """The cookies that a browser would send to this path, as far as they have room in a header."""
    found: dict[str, str] = {}
    room = LONGEST
    for cookie in jar:
        room -= len(cookie.name) + len(cookie.value or "")
        if room >= 0 and not cookie.is_expired() and below(path.partition("?")[0], cookie.path):
            found[cookie.name] = cookie.value or ""
    return found


def below(path: str, folder: str) -> bool:
    """Whether a cookie's Path covers a path (RFC 6265, 5.1.4)."""
    return path == folder or path.startswith(folder if folder.endswith("/") else f"{folder}/")
