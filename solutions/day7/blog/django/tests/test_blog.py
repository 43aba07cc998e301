"""Tests of the blog, for any server that keeps the contract. Where it is, BASE_URL says.

    BASE_URL=http://127.0.0.1:8080 python -m pytest tests

Each test makes what it needs, with titles and tags of its own; e-mails are new each time.
"""

import os
from functools import cache
from uuid import uuid4

import pytest
import requests

BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8080")


# --- what tests need --------------------------------------------------------------------------------------------------
class Someone:
    """A new user who is logged in, with a token or with cookies, whichever the server gives."""

    def __init__(self):
        unique = uuid4().hex
        account = {"email": f"{unique}@example.com", "password": f"secret {unique}", "name": f"Ada {unique[:6]}"}
        self.email = account["email"]
        self.session = requests.Session()
        self.user = self.post("/auth/register", account).json()
        logged_in = self.post("/auth/login", account).json()
        if "access_token" in logged_in:
            self.session.headers["Authorization"] = f"Bearer {logged_in['access_token']}"

    def send(self, method, path, body=None):
        headers = {"X-CSRFToken": self.session.cookies["csrftoken"]} if "csrftoken" in self.session.cookies else {}
        return self.session.request(method, BASE_URL + path, json=body, headers=headers, timeout=5)

    def get(self, path):
        return self.send("GET", path)

    def post(self, path, body=None):
        return self.send("POST", path, body)

    def patch(self, path, body):
        return self.send("PATCH", path, body)

    def delete(self, path):
        return self.send("DELETE", path)

    def writes(self, **fields):
        """A new draft."""
        reply = self.post("/posts", {"title": new_title(), "body": "It *works*.", "tags": [], **fields})
        assert reply.status_code == 201
        return reply.json()

    def publishes(self, **fields):
        """A new post that everybody sees."""
        post = self.writes(**fields)
        assert self.post(f"{path_of(post)}/publish").status_code == 200
        return self.get(path_of(post)).json()


@cache
def known(name):
    """Somebody whom all tests share: a good password hash takes its time. Who logs out, or counts posts, is new."""
    return Someone()


def nobody(method, path, body=None):
    """A request without credentials."""
    return requests.request(method, BASE_URL + path, json=body, timeout=5)


def new_title():
    return f"About {uuid4().hex}"


def path_of(post):
    return f"/posts/{post['slug']}"


def comment_on(post, author, body="Well said!"):
    reply = author.post(f"{path_of(post)}/comments", {"body": body})
    assert reply.status_code == 201
    return reply.json(), f"{path_of(post)}/comments/{reply.json()['id']}"


def walk(**params):
    """All posts of the feed, page by page."""
    posts, cursor = [], None
    for _ in range(100):
        reply = requests.get(f"{BASE_URL}/posts", params={**params, "cursor": cursor}, timeout=5)
        assert reply.status_code == 200
        posts += reply.json()["items"]
        cursor = reply.json()["next_cursor"]
        if cursor is None:
            return posts
    raise AssertionError("the feed has no end")


def titles(posts):
    return [post["title"] for post in posts]


# --- accounts ---------------------------------------------------------------------------------------------------------
def test_me():
    ada = known("ada")
    reply = ada.get("/me")
    assert reply.status_code == 200
    assert {name: reply.json()[name] for name in ("id", "email")} == {"id": ada.user["id"], "email": ada.email}


def test_logout():
    ada = Someone()
    cookies = ada.session.cookies.copy()
    assert ada.post("/auth/logout").status_code == 204
    ada.session.cookies = cookies  # as somebody who has a copy
    assert ada.get("/me").status_code == 401
    assert ada.post("/posts", {"title": new_title()}).status_code == 401


def test_nobody_may_write():
    ada = known("ada")
    post = ada.publishes()
    _, comment = comment_on(post, ada)
    for method, path, body in (
        ("POST", "/posts", {"title": new_title()}),
        ("PATCH", path_of(post), {"title": new_title()}),
        ("DELETE", path_of(post), None),
        ("POST", f"{path_of(post)}/comments", {"body": "Me, too"}),
        ("PATCH", comment, {"body": "Me, too"}),
        ("DELETE", comment, None),
    ):
        assert nobody(method, path, body).status_code == 401
    assert nobody("GET", path_of(post)).json()["title"] == post["title"]


# --- posts ------------------------------------------------------------------------------------------------------------
def test_create():
    ada, title = known("ada"), new_title()
    reply = ada.post("/posts", {"title": title, "body": " *blanks* \n", "tags": ["b", "a"]})
    assert reply.status_code == 201
    post = ada.get(path_of(reply.json())).json()
    assert (post["title"], post["body"], sorted(post["tags"])) == (title, " *blanks* \n", ["a", "b"])
    assert (post["status"], post["published_at"]) == ("draft", None)
    assert post["author"]["id"] == ada.user["id"]


def test_slug():
    ada, unique = known("ada"), uuid4().hex
    first, second = (ada.writes(title=f"Hello, {unique}!") for _ in range(2))
    assert first["slug"] == f"hello-{unique}"
    assert second["slug"].startswith(f"hello-{unique}-")


def test_slug_stays():
    ada, title = known("ada"), new_title()
    post = ada.publishes()
    changed = ada.patch(path_of(post), {"title": title})
    assert changed.status_code == 200
    assert changed.json()["slug"] == post["slug"]
    assert nobody("GET", path_of(post)).json()["title"] == title


@pytest.mark.parametrize("wrong", [{"title": ""}, {"title": "   "}, {"title": "x" * 201}, {"tags": ["A b"]}])
def test_refused(wrong):
    ada = known("ada")
    post = ada.writes()
    assert ada.post("/posts", {"title": new_title(), **wrong}).status_code == 422
    assert ada.patch(path_of(post), wrong).status_code == 422
    assert ada.get(path_of(post)).json()["title"] == post["title"]


def test_others_change_nothing():
    ada, eve = known("ada"), known("eve")
    post = ada.publishes()
    assert eve.patch(path_of(post), {"title": new_title()}).status_code == 403
    assert eve.delete(path_of(post)).status_code == 403
    assert nobody("GET", path_of(post)).json()["title"] == post["title"]


def test_delete():
    ada = known("ada")
    post = ada.publishes()
    assert ada.delete(path_of(post)).status_code == 204
    assert ada.get(path_of(post)).status_code == 404


def test_html_is_text():
    ada, title = known("ada"), f"<b>{uuid4().hex}</b> & 'more'"
    post = ada.publishes(title=title)
    assert nobody("GET", path_of(post)).json()["title"] == title


# --- drafts -----------------------------------------------------------------------------------------------------------
def test_draft():
    ada, eve = Someone(), known("eve")
    post = ada.writes()
    assert ada.get(path_of(post)).status_code == 200
    assert eve.get(path_of(post)).status_code == 404
    assert eve.patch(path_of(post), {"title": new_title()}).status_code == 404
    assert nobody("GET", path_of(post)).status_code == 404
    assert nobody("GET", f"/users/{ada.user['id']}").json()["posts"] == []


def test_publish():
    ada = known("ada")
    post = ada.writes()
    assert ada.post(f"{path_of(post)}/publish").json()["status"] == "published"
    seen = nobody("GET", path_of(post))
    assert seen.status_code == 200
    again = ada.post(f"{path_of(post)}/publish")
    assert again.status_code == 200
    assert again.json()["published_at"] == seen.json()["published_at"]


# --- comments ---------------------------------------------------------------------------------------------------------
def test_comments():
    ada, bob = known("ada"), known("bob")
    post = ada.publishes()
    comment_on(post, bob, "first")
    _, path = comment_on(post, ada, "second")
    assert ada.patch(path, {"body": "changed"}).status_code == 200
    comments = nobody("GET", f"{path_of(post)}/comments").json()
    assert [(one["body"], one["author"]["id"]) for one in comments] == [
        ("first", bob.user["id"]),
        ("changed", ada.user["id"]),
    ]


def test_deleting_comments():
    ada, bob, eve = known("ada"), known("bob"), known("eve")
    post = ada.publishes()
    for who in (bob, ada):
        _, path = comment_on(post, bob)
        assert eve.delete(path).status_code == 403
        assert who.delete(path).status_code == 204
        assert nobody("GET", path).status_code == 404
    assert nobody("GET", f"{path_of(post)}/comments").json() == []


# --- what everybody reads ---------------------------------------------------------------------------------------------
def test_tags():
    ada, tag = known("ada"), uuid4().hex[:20]
    post = ada.publishes(tags=[tag, "news"])
    ada.publishes(tags=[f"{tag}s"])
    ada.writes(tags=[tag])
    assert titles(walk(tag=tag)) == titles([post])
    assert {"tag": tag, "count": 1} in nobody("GET", "/tags").json()


def test_feed():
    ada, tag = known("ada"), uuid4().hex[:20]
    drafts = [ada.writes(tags=[tag]) for _ in range(5)]
    for post in (drafts[place] for place in (2, 0, 4, 1, 3)):
        ada.post(f"{path_of(post)}/publish")
    newest = titles([drafts[place] for place in (3, 1, 4, 0, 2)])
    for limit in (1, 2, 5, 100):
        assert titles(walk(tag=tag, limit=limit)) == newest
    assert requests.get(f"{BASE_URL}/posts", params={"limit": 101}, timeout=5).status_code == 422


def test_profile():
    ada = Someone()
    post = ada.publishes()
    ada.writes()
    reply = nobody("GET", f"/users/{ada.user['id']}")
    assert reply.status_code == 200
    assert reply.json()["name"] == ada.user["name"]
    assert titles(reply.json()["posts"]) == titles([post])
    assert ada.email not in reply.text
    assert nobody("GET", "/users/no-such-user").status_code == 404
