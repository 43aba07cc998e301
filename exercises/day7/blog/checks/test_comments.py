import contextlib

from grader.checks.hashes import strings
from grader.checks.posts import (
    POSTS,
    as_comment,
    comment,
    draft,
    objects,
    of,
    of_comment,
    published,
    read,
    write,
    wrong_fields,
)
from grader.checks.projects import refused
from grader.checks.rest import location, nonsense
from grader.server.answers import Unavailable


def words(fake):
    return f"{fake.word()} {fake.word()} {fake.word()}"


def test_create(api, people, fake):
    """POST /posts/<slug>/comments answers 201 with the comment and its address; everybody can read it there."""
    other, post, body = people.other(), published(people.someone().api, fake), words(fake)
    reply = other.api.post(f"{of(post)}/comments", json={"body": body})
    assert reply.status_code == 201
    made = reply.json()
    assert made == as_comment(body, other.user)
    for client in (api, people.someone().api):
        assert read(client, location(reply)) == as_comment(body, other.user, made["id"])
        assert read(client, of_comment(post, made)) == as_comment(body, other.user, made["id"])


def test_list(api, people, fake):
    """GET /posts/<slug>/comments answers an array of all comments on this post, the oldest first."""
    someone, other = people.someone(), people.other()
    post, another = published(someone.api, fake), published(someone.api, fake)
    assert read(api, f"{of(post)}/comments") == []
    made = []
    for number in range(24):
        person = (someone, other)[number % 2]
        made.append((person, comment(person.api, post, words(fake))))
        if number % 8 == 0:
            comment(person.api, another, words(fake))
    expected = [as_comment(one["body"], person.user, one["id"]) for person, one in made]
    assert read(api, f"{of(post)}/comments") == expected
    assert len(objects(api, f"{of(another)}/comments")) == 3


def test_change(api, people, fake):
    """PATCH by the comment's author answers 200 with the comment as it is now."""
    other, post = people.other(), published(people.someone().api, fake)
    made, body = comment(other.api, post, words(fake)), words(fake)
    reply = other.api.patch(of_comment(post, made), json={"body": body})
    assert reply.status_code == 200
    assert reply.json() == as_comment(body, other.user, made["id"])
    assert read(api, of_comment(post, made)) == as_comment(body, other.user, made["id"])


def test_others_change_nothing(api, people, fake):
    """PATCH by anybody else is 403, by the post's author too, and 401 by nobody; the comment stays as it was."""
    other, post = people.other(), published(people.someone().api, fake)
    made = comment(other.api, post, words(fake))
    for client in (people.someone().api, people.fresh().api):
        refused(client.patch(of_comment(post, made), json={"body": words(fake)}), 403)
    refused(api.patch(of_comment(post, made), json={"body": words(fake)}), 401)
    assert read(api, of_comment(post, made)) == as_comment(made["body"], other.user, made["id"])


def test_delete(api, people, fake):
    """The comment's author and the post's may delete it: 204, and then it is gone, and no other is."""
    someone, other = people.someone(), people.other()
    post = published(someone.api, fake)
    kept = comment(other.api, post, words(fake))
    for person in (other, someone):
        made = comment(other.api, post, words(fake))
        reply = person.api.delete(of_comment(post, made))
        assert reply.status_code == 204
        assert reply.content == b"", "a 204 answer has no body at all"
        refused(api.get(of_comment(post, made)), 404)
        refused(other.api.delete(of_comment(post, made)), 404)
        assert read(api, f"{of(post)}/comments") == [as_comment(kept["body"], other.user, kept["id"])]


def test_others_delete_nothing(api, people, fake):
    """Whoever wrote neither the comment nor the post gets 403 for DELETE, nobody 401, and the comment stays."""
    someone, post = people.someone(), published(people.other().api, fake)
    made = comment(people.other().api, post, words(fake))
    refused(someone.api.delete(of_comment(post, made)), 403)
    refused(api.delete(of_comment(post, made)), 401)
    own = comment(someone.api, post, words(fake))
    refused(people.fresh().api.delete(of_comment(post, own)), 403)
    assert [one["body"] for one in objects(api, f"{of(post)}/comments")] == [made["body"], own["body"]]


def test_unknown(api, people, fake):
    """An id that no comment on this post has is 404: nonsense, and that of a comment on another post."""
    me = people.someone().api
    post, another = published(me, fake), published(me, fake)
    elsewhere, here = comment(me, another, words(fake)), comment(me, post, words(fake))
    for comment_id in nonsense(fake, here["id"]):
        refused(api.get(f"{of(post)}/comments/{comment_id}"), 404)
    refused(api.get(of_comment(post, elsewhere)), 404)
    refused(me.patch(of_comment(post, elsewhere), json={"body": words(fake)}), 404)
    refused(me.delete(of_comment(post, elsewhere)), 404)
    assert read(api, of_comment(another, elsewhere))["body"] == elsewhere["body"]
    missing = f"{POSTS}/{fake.word()}-{fake.word()}/comments"
    refused(api.get(missing), 404)
    refused(me.post(missing, json={"body": words(fake)}), 404)


def test_validate(api, people, fake):
    """A body that is missing, blank, no text or over 5 000 characters is 422; 5 000 are fine."""
    me = people.someone().api
    post = published(me, fake)
    made = comment(me, post, "x" * 5000)
    for wrong in (
        {},
        {"body": ""},
        {"body": " \n "},
        {"body": None},
        {"body": 7},
        {"body": ["a"]},
        {"body": "x" * 5001},
    ):
        wrong_fields(me.post(f"{of(post)}/comments", json=wrong), "body")
        wrong_fields(me.patch(of_comment(post, made), json=wrong), "body")
    assert [one["body"] for one in objects(api, f"{of(post)}/comments")] == ["x" * 5000]


def test_gone_with_the_post(api, people, database, fake):
    """When a post is deleted, its comments go with it: from the database too, and no later post inherits them."""
    someone, other = people.someone().api, people.other().api
    post, kept = published(someone, fake), published(someone, fake)
    gone, stays = comment(other, post, words(fake)), comment(other, kept, words(fake))
    assert someone.delete(of(post)).status_code == 204
    refused(api.get(f"{of(post)}/comments"), 404)
    refused(api.get(of_comment(post, gone)), 404)
    again = write(someone, draft(fake, title=post["title"]))
    assert read(someone, f"{of(again)}/comments") == []
    assert [one["id"] for one in objects(api, f"{of(kept)}/comments")] == [stays["id"]]
    with contextlib.suppress(Unavailable):  # where nobody can look into the database
        left = any(gone["body"] in text for text in strings(database.tables()))
        assert not left, "a comment on the deleted post is still in the database"
