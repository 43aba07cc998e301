"""Cookies and tokens as a client keeps them and sends them back."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st
from requests.cookies import create_cookie

from grader.checks.cookies import below, browser_jar, kept_for, kept_from, sent_to, set_cookies
from grader.checks.credentials import Credentials, changed_in_the_middle
from grader.checks.jwts import forged
from grader.checks.reply import Reply


def reply(*cookies: str) -> Reply:
    return Reply(200, {"Set-Cookie": ", ".join(cookies)} if cookies else {}, b"")


def test_several_cookies():
    """Several headers come as one text: a comma in a date or in a value begins no new cookie."""
    found = list(
        set_cookies(
            reply(
                "sid=a.b; Expires=Wed, 21 Oct 2026 07:28:00 GMT; httponly; SAMESITE=Lax",
                'cart={"a":1,"b":2}; Path=/',
                "csrftoken=x==; Max-Age=60",
            )
        )
    )
    assert [cookie.name for cookie in found] == ["sid", "cart", "csrftoken"]
    assert found[0].attributes == {"expires": "Wed, 21 Oct 2026 07:28:00 GMT", "httponly": "", "samesite": "Lax"}
    assert found[1].value == '{"a":1,"b":2}' and found[2].value == "x=="
    assert list(set_cookies(reply())) == []


def test_how_long_a_cookie_is_kept():
    """Max-Age counts before Expires; a cookie with neither, or with nonsense, says nothing."""
    later = formatdate(time.time() + 900, usegmt=True)
    cases = {
        "a=b; Max-Age=900": 900,
        f"a=b; Expires={later}": 900,
        f"a=b; Expires={later[:7]}-{later[8:11]}-{later[12:]}": 900,  # 21-Oct-2026, as of old
        f"a=b; Expires={later}; Max-Age=5": 5,
        "a=b": None,
        "a=b; Max-Age=soon": None,
        "a=b; Expires=tomorrow": None,
    }
    for text, seconds in cases.items():
        found = next(set_cookies(reply(text))).seconds()
        assert found == (None if seconds is None else pytest.approx(seconds, abs=2))


@given(st.text())
def test_any_header_is_read(text):
    """Whatever stands in Set-Cookie, reading it does not fail."""
    for cookie in set_cookies(reply(text)):
        assert cookie.name
        cookie.seconds()


def test_jar():
    """A Secure cookie is kept and sent all the same; one for another path, or one that has ended, is not sent."""
    jar = browser_jar()
    jar.set_cookie(create_cookie("sid", "1", domain="127.0.0.1", path="/", secure=True))
    jar.set_cookie(create_cookie("deep", "2", domain="127.0.0.1", path="/auth"))
    jar.set_cookie(create_cookie("old", "3", domain="127.0.0.1", path="/", expires=int(time.time()) - 5))
    assert kept_for(jar, "/me?x=1") == {"sid": "1"}
    assert kept_for(jar, "/auth/login") == {"sid": "1", "deep": "2"}
    for number in range(9):
        jar.set_cookie(create_cookie(f"big{number}", "x" * 4000, domain="127.0.0.1", path="/"))
    assert sum(map(len, kept_for(jar, "/me").values())) < 16_000, "more than that no server takes"
    assert below("/a", "/a") and below("/a/b", "/a") and below("/x", "/") and not below("/ab", "/a")


def test_what_a_session_sends():
    """Cookies below their path, none that is for HTTPS alone; who names another host gets that one's."""
    jar = browser_jar()
    these = [
        ("Set-Cookie", "a=1; Path=/"),
        ("set-cookie", "b=2; Path=/deep"),
        ("Set-Cookie", "c=3; Secure; Path=/"),
    ]
    kept_from(jar, [*these, ("X-Other", "d=4")], "http://127.0.0.1:8080/x", {})
    kept_from(jar, [("Set-Cookie", "e=5; Path=/")], "http://127.0.0.1:8080/x", {"host": "other.example"})
    assert sent_to(jar, "http://127.0.0.1:8080/deep/x?y", {}) == "b=2; a=1"
    assert sent_to(jar, "http://127.0.0.1:8080/deeper", {}) == "a=1"
    assert sent_to(jar, "http://127.0.0.1:8080/x", {"Host": "other.example"}) == "e=5"
    assert sent_to(browser_jar(), "http://127.0.0.1:8080/x", {}) == ""


def test_headers():
    """A token goes into Authorization, cookies into Cookie, and a csrftoken into X-CSRFToken besides."""
    assert Credentials("abc").headers == {"Authorization": "Bearer abc"}
    assert Credentials("", {"sid": "1"}).headers == {"Cookie": "sid=1"}
    assert Credentials("", {"sid": "1", "csrftoken": "t"}).headers == {
        "Cookie": "sid=1; csrftoken=t",
        "X-CSRFToken": "t",
    }
    assert Credentials().headers == {}


def test_keys():
    """What proves who it is: the token, or every cookie but the one against CSRF; each can be replaced or left out."""
    cookies = Credentials("", {"sid": "1", "sig": "2", "csrftoken": "t"})
    assert cookies.keys == {"sid": "1", "sig": "2"} and cookies.style == "session" and cookies.jwt is None
    assert cookies.without("sid").keys == {"sig": "2"}
    assert cookies.with_key("sig", "3").headers["Cookie"] == "sid=1; sig=3; csrftoken=t"
    token = forged({"alg": "HS256"}, {"sub": "1"}, b"k")
    assert Credentials(token).jwt == ("access_token", token) and Credentials(token).style == "token"
    assert Credentials(token).with_key("access_token", "x") == Credentials("x")
    assert Credentials("", {"jwt": token}).jwt == ("jwt", token)


@given(st.text(min_size=1) | st.from_regex(r"[0-9a-f]{2,40}|[A-Za-z0-9_-]{2,40}(%2F)?[A-Za-z0-9]*", fullmatch=True))
def test_one_character_is_changed(text):
    """The result differs, also for whoever does not look at the case, and is of the same length where it can be."""
    changed = changed_in_the_middle(text)
    assert changed.lower() != text.lower()
    if any(letter.isascii() and letter.isalnum() for letter in text) and "%" not in text:
        assert len(changed) == len(text)
        assert sum(one != other for one, other in zip(changed, text, strict=True)) == 1


def test_in_the_middle():
    """Far from the end, where bits may count for nothing; a digit stays a digit, and no escape is cut."""
    assert changed_in_the_middle("a" * 9) == "aaaabaaaa"
    assert changed_in_the_middle("12345") == "12045"
    assert changed_in_the_middle("xyXyx") == "xyGyx"
    assert changed_in_the_middle("aa%2Fzz").startswith("aa%2F") or changed_in_the_middle("aa%2Fzz").endswith("%2Fzz")
