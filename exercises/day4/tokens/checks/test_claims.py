from grader.checks import containing, jwts, text
from grader.checks.auth import needed
from grader.checks.cookies import set_cookies
from grader.checks.hashes import hold_no_password
from grader.checks.matchers import Matcher, is_number

MOMENT = Matcher("seconds since 1970", is_number)


def test_what_it_says(people):
    """A JWT has sub (a text), iat and exp; exp comes after iat."""
    for value in people.someone().credentials.keys.values():
        if people.style == "token" or jwts.is_jwt(value):
            claims = jwts.read(value).claims
            assert claims == containing(sub=text(), iat=MOMENT, exp=MOMENT)
            assert claims["exp"] > claims["iat"]


def test_holds_no_password(people):
    """Neither the password nor a hash of it is in the token or the cookie, whose content anybody can read."""
    someone = people.someone()
    for value in someone.credentials.keys.values():
        hold_no_password(jwts.legible(value), someone.password)


def test_cookie_attributes(api, people):
    """A session cookie is HttpOnly and has SameSite; with SameSite=None it is Secure as well."""
    someone, client = people.someone(), people.client()
    reply = client.login(someone.email, someone.password)
    if not client.token:
        proofs = needed(api, client.credentials()).keys
        for cookie in [cookie for cookie in set_cookies(reply) if cookie.name in proofs]:
            assert "httponly" in cookie.attributes, f"the cookie {cookie.name[:60]} is not HttpOnly"
            same_site = cookie.attributes.get("samesite", "").lower()
            assert same_site in ("lax", "strict", "none"), f"the cookie {cookie.name[:60]} has no SameSite"
            assert same_site != "none" or "secure" in cookie.attributes, "browsers drop SameSite=None without Secure"
