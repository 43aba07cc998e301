"""Tests of a todo app: this one, or another that keeps the same contract. Where it is, BASE_URL says.

Each test makes the todos that it needs, so that the order of the tests doesn't matter, nor what else there is. Ada and
Grace are there for all of them; where a list must hold nothing else, somebody new takes part.
"""

import os
import uuid

import pytest
import requests

BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8080")
GOOD = {"title": "Water the plants", "completed": False, "due": "2030-05-17", "tags": ["home", "garden"]}


class User:
    """Somebody with an account, who is logged in: with a token if there is one, else with a cookie."""

    def __init__(self):
        self.account = {"email": f"{uuid.uuid4()}@example.com", "password": str(uuid.uuid4()), "name": "Ada"}
        self.session = requests.Session()
        assert self.call("POST", "/auth/register", json=self.account).status_code == 201
        reply = self.call("POST", "/auth/login", json=self.account)
        assert reply.status_code == 200
        if token := reply.json().get("access_token"):
            self.session.headers["Authorization"] = f"Bearer {token}"

    def call(self, method, path, **options):
        return self.session.request(method, BASE_URL + path, timeout=5, **options)

    def make(self, **fields):
        reply = self.call("POST", "/todos", json={**GOOD, **fields})
        assert reply.status_code == 201
        return reply.json()

    def read(self, todo):
        return self.call("GET", f"/todos/{todo['id']}")

    def listed(self, **params):
        reply = self.call("GET", "/todos", params=params)
        assert reply.status_code == 200
        return reply.json()

    def titles(self, **params):
        return [todo["title"] for todo in self.listed(**params)["items"]]


@pytest.fixture(scope="session")
def ada():
    return User()


@pytest.fixture(scope="session")
def grace():
    return User()


@pytest.fixture
def new():
    return User()


# --- accounts ---------------------------------------------------------------------------------------------------------
def test_me_is_who_is_logged_in(ada):
    reply = ada.call("GET", "/me")
    assert reply.status_code == 200
    assert reply.json()["email"] == ada.account["email"]
    assert "password" not in reply.json()


def test_a_wrong_password_is_401(ada):
    reply = requests.post(f"{BASE_URL}/auth/login", json={**ada.account, "password": "not the one"}, timeout=5)
    assert reply.status_code == 401


def test_after_a_logout_it_is_over(new):
    assert new.call("POST", "/auth/logout").status_code == 204
    assert new.call("GET", "/me").status_code == 401


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer nonsense"}])
def test_nobody_gets_in(ada, headers):
    todo = ada.make()
    path = f"{BASE_URL}/todos/{todo['id']}"
    assert requests.get(f"{BASE_URL}/todos", headers=headers, timeout=5).status_code == 401
    assert requests.post(f"{BASE_URL}/todos", json=GOOD, headers=headers, timeout=5).status_code == 401
    assert requests.patch(path, json={"title": "Mine"}, headers=headers, timeout=5).status_code == 401
    assert requests.delete(path, headers=headers, timeout=5).status_code == 401
    assert ada.read(todo).json() == todo


# --- one todo ---------------------------------------------------------------------------------------------------------
def test_create_answers_201_with_the_todo(ada):
    reply = ada.call("POST", "/todos", json=GOOD)
    assert reply.status_code == 201
    todo = reply.json()
    assert {name: todo[name] for name in GOOD} == GOOD
    location = requests.compat.urljoin(f"{BASE_URL}/todos", reply.headers["Location"])
    assert ada.session.get(location, timeout=5).json() == todo


def test_defaults(ada):
    todo = ada.call("POST", "/todos", json={"title": "Only this"}).json()
    assert (todo["completed"], todo["due"], todo["tags"]) == (False, None, [])


def test_patch_changes_what_it_names_and_nothing_else(ada):
    todo = ada.make()
    reply = ada.call("PATCH", f"/todos/{todo['id']}", json={"completed": True})
    assert reply.status_code == 200
    assert reply.json() == {**todo, "completed": True}
    assert ada.read(todo).json() == {**todo, "completed": True}


def test_a_deleted_todo_is_gone(ada):
    todo = ada.make()
    reply = ada.call("DELETE", f"/todos/{todo['id']}")
    assert reply.status_code == 204
    assert reply.content == b""
    assert ada.read(todo).status_code == 404
    assert todo not in ada.listed(per_page=100)["items"]


BROKEN = [
    {"title": ""},
    {"title": "   "},
    {"title": "x" * 201},
    {"completed": "yes"},
    {"due": "2030-02-30"},
    {"tags": ["Two Words"]},
    {"tags": ["twice", "twice"]},
]


def test_broken_rules_are_422(new):
    todo = new.make()
    for fields in BROKEN:
        assert new.call("POST", "/todos", json={**GOOD, **fields}).status_code == 422, fields
        assert new.call("PATCH", f"/todos/{todo['id']}", json=fields).status_code == 422, fields
    assert new.listed() == {"items": [todo], "total": 1}


# --- whose ------------------------------------------------------------------------------------------------------------
def test_others_see_nothing_and_change_nothing(ada, new):
    todo = ada.make()
    path = f"/todos/{todo['id']}"
    assert new.call("GET", path).status_code == 404
    assert new.call("PATCH", path, json={"title": "Mine"}).status_code == 404
    assert new.call("DELETE", path).status_code == 404
    assert new.listed() == {"items": [], "total": 0}
    assert ada.read(todo).json() == todo


# --- the list ---------------------------------------------------------------------------------------------------------
def test_filters(new):
    new.make(title="alpha", completed=True, due="2030-01-01", tags=["one"])
    new.make(title="beta", due="2030-02-01", tags=["two"])
    new.make(title="alphabet", due=None, tags=["one", "two"])
    assert new.titles(completed="true") == ["alpha"]
    assert new.titles(completed="false") == ["beta", "alphabet"]
    assert new.titles(tag="one") == ["alpha", "alphabet"]
    assert new.titles(due_before="2030-02-01") == ["alpha"]
    assert new.titles(q="ALPHA") == ["alpha", "alphabet"]
    assert new.titles(q="alpha", tag="two") == ["alphabet"]
    assert new.call("GET", "/todos?completed=maybe").status_code == 422


def test_sorting(new):
    for title, due in (("b", "2030-02-01"), ("c", None), ("a", "2030-01-01")):
        new.make(title=title, due=due)
    assert new.titles(sort="title") == ["a", "b", "c"]
    assert new.titles(sort="-title") == ["c", "b", "a"]
    assert new.titles(sort="due") == ["a", "b", "c"]
    assert new.titles(sort="-due") == ["b", "a", "c"]


def test_a_page_is_a_part_and_total_counts_all(new):
    for title in ("one", "two", "three"):
        new.make(title=title)
    page = new.listed(page=2, per_page=2)
    assert [todo["title"] for todo in page["items"]] == ["three"]
    assert page["total"] == 3


# --- the order --------------------------------------------------------------------------------------------------------
def test_moves(new):
    one, two, three = (new.make(title=title) for title in ("one", "two", "three"))
    reply = new.call("POST", f"/todos/{three['id']}/move", json={"before": one["id"]})
    assert reply.status_code == 200
    assert new.titles() == ["three", "one", "two"]
    assert new.call("POST", f"/todos/{one['id']}/move", json={"before": None}).status_code == 200
    assert new.titles() == ["three", "two", "one"]
    positions = [todo["position"] for todo in new.listed()["items"]]
    assert positions == sorted(set(positions))
    assert new.call("POST", f"/todos/{two['id']}/move", json={"before": two["id"]}).status_code == 422


# --- sharing ----------------------------------------------------------------------------------------------------------
def test_who_may_look_may_not_edit(ada, grace):
    todo = ada.make()
    path = f"/todos/{todo['id']}"
    reply = ada.call("POST", f"{path}/share", json={"email": grace.account["email"], "can_edit": False})
    assert reply.status_code == 200
    assert grace.read(todo).json() == todo
    assert todo in grace.listed(per_page=100)["items"]
    assert grace.call("PATCH", path, json={"completed": True}).status_code == 403
    assert grace.call("DELETE", path).status_code == 403
    assert ada.read(todo).json() == todo


def test_who_may_edit_edits(ada, grace):
    todo = ada.make()
    path = f"/todos/{todo['id']}"
    ada.call("POST", f"{path}/share", json={"email": grace.account["email"], "can_edit": True})
    assert grace.call("PATCH", path, json={"completed": True}).status_code == 200
    assert ada.read(todo).json() == {**todo, "completed": True}
    assert grace.call("DELETE", path).status_code == 403


def test_a_share_ends(ada, grace):
    todo = ada.make()
    path, email = f"/todos/{todo['id']}", grace.account["email"]
    ada.call("POST", f"{path}/share", json={"email": email})
    assert ada.call("DELETE", f"{path}/share/{email}").status_code == 204
    assert grace.call("GET", path).status_code == 404
    assert ada.call("DELETE", f"{path}/share/{email}").status_code == 404


# --- bulk -------------------------------------------------------------------------------------------------------------
def test_a_bulk_does_all(new):
    old, other = new.make(title="old"), new.make(title="other")
    operations = [
        {"op": "create", "todo": {"title": "new"}},
        {"op": "update", "id": other["id"], "todo": {"completed": True}},
        {"op": "delete", "id": old["id"]},
    ]
    reply = new.call("POST", "/todos/bulk", json={"operations": operations})
    assert reply.status_code == 200
    assert [result["op"] for result in reply.json()["results"]] == ["create", "update", "delete"]
    assert new.titles() == ["other", "new"]
    assert new.titles(completed="true") == ["other"]


def test_a_bulk_with_one_that_is_bad_does_nothing(new):
    todo = new.make()
    operations = [
        {"op": "create", "todo": {"title": "new"}},
        {"op": "delete", "id": todo["id"]},
        {"op": "update", "id": todo["id"], "todo": {"completed": True}},
    ]
    assert new.call("POST", "/todos/bulk", json={"operations": operations}).status_code == 422
    assert new.listed() == {"items": [todo], "total": 1}
