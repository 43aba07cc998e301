import time

from grader.checks.moments import moment
from grader.checks.posts import (
    POSTS,
    TIME,
    as_sent,
    comment,
    draft,
    of,
    of_comment,
    publish,
    published,
    read,
    shown,
    slugs,
    walk,
    write,
)
from grader.checks.projects import refused

A_SECOND = 1.1  # and a little: an app may keep whole seconds


def test_author_sees_it(people, fake):
    """A new post is a draft that its author can read, change and delete."""
    me, sent = people.someone(), draft(fake)
    made = write(me.api, sent)
    assert made == as_sent(sent, me.user, status="draft", published_at=None)
    assert read(me.api, of(made)) == shown(made)
    new = draft(fake)["title"]
    assert me.api.patch(of(made), json={"title": new}).status_code == 200
    assert read(me.api, of(made)) == shown(made, title=new)
    assert me.api.delete(of(made)).status_code == 204


def test_others_see_nothing(api, people, fake):
    """To everybody else a draft is 404, as if there were none, to nobody in particular as well."""
    made = write(people.someone().api, draft(fake))
    for client in (people.other().api, api):
        refused(client.get(of(made)), 404)


def test_others_change_nothing(people, fake):
    """PATCH, DELETE and publish on somebody else's draft are 404 too, and it stays as it was."""
    me, other = people.someone().api, people.other().api
    made = write(me, draft(fake))
    refused(other.patch(of(made), json=draft(fake)), 404)
    refused(other.post(f"{of(made)}/publish"), 404)
    refused(other.delete(of(made)), 404)
    assert read(me, of(made)) == shown(made)


def test_nobody_changes_anything(api, people, fake):
    """Without credentials, writing to a draft is 401 (or 404), and it stays as it was."""
    me = people.someone().api
    made = write(me, draft(fake))
    refused(api.patch(of(made), json=draft(fake)), 401, 404)
    refused(api.post(f"{of(made)}/publish"), 401, 404)
    refused(api.delete(of(made)), 401, 404)
    assert read(me, of(made)) == shown(made)


def test_no_comments(api, people, fake):
    """The addresses of a draft's comments are 404 for everybody but its author, who may comment already."""
    me, other = people.someone().api, people.other().api
    made = write(me, draft(fake))
    own = comment(me, made, fake.word())
    for client in (other, api):
        refused(client.get(f"{of(made)}/comments"), 404)
        refused(client.get(of_comment(made, own)), 404)
    refused(other.post(f"{of(made)}/comments", json={"body": fake.word()}), 404)
    refused(other.patch(of_comment(made, own), json={"body": fake.word()}), 404)
    refused(other.delete(of_comment(made, own)), 404)
    assert [one["body"] for one in read(me, f"{of(made)}/comments")] == [own["body"]]


def test_publish(api, people, fake):
    """POST /posts/<slug>/publish answers 200 with the published post; from then on everybody sees it."""
    me = people.someone().api
    made = write(me, draft(fake))
    reply = me.post(f"{of(made)}/publish")
    assert reply.status_code == 200
    assert reply.json() == shown(made, status="published", published_at=TIME)
    for client in (api, people.other().api, me):
        assert read(client, of(made)) == shown(reply.json())


def test_publish_twice(people, fake):
    """A second time it is 200 as well, and published_at stays that of the first time, after a change too."""
    me = people.someone().api
    made = published(me, fake)
    first = published_at(read(me, of(made)))
    body = fake.word()
    assert me.patch(of(made), json={"body": body}).status_code == 200
    time.sleep(A_SECOND)
    again = me.post(f"{of(made)}/publish")
    assert again.status_code == 200
    assert again.json() == shown(made, body=body)
    for post in (again.json(), read(me, of(made))):
        assert published_at(post) == first


def published_at(post):
    return moment(post["published_at"], "published_at")


def test_publish_what_is_not_yours(people, fake):
    """Whoever isn't the author gets 403 for publishing a published post, and 404 where there is none."""
    other = people.other().api
    refused(other.post(f"{of(published(people.someone().api, fake))}/publish"), 403)
    refused(other.post(f"{POSTS}/{fake.word()}-{fake.word()}/publish"), 404)


def test_status_is_no_field(api, people, fake):
    """ "status": "published" or a published_at in a POST or PATCH publishes nothing, and takes nothing back."""
    me = people.someone().api
    forged = {"status": "published", "published": True, "draft": False, "published_at": "2026-01-31T09:30:00Z"}
    made = write(me, draft(fake) | forged)
    assert made == shown(made, status="draft", published_at=None)
    reply = me.patch(of(made), json=forged)
    assert reply.status_code == 200
    assert reply.json() == shown(made)
    refused(api.get(of(made)), 404)
    out = publish(me, made)
    assert me.patch(of(made), json={"status": "draft", "published_at": None}).status_code == 200
    assert read(api, of(made)) == shown(out)


def test_feed(api, people, fake):
    """GET /posts lists a post once it is published, and no draft, not even for its author."""
    me = people.someone().api
    hidden, out = write(me, draft(fake)), write(me, draft(fake))
    for client in (api, people.other().api, me):
        found = slugs(walk(client, limit=100))
        assert hidden["slug"] not in found, "a draft is in the feed"
        assert out["slug"] not in found, "a draft is in the feed"
    publish(me, out)
    for client in (api, me):
        found = slugs(walk(client, limit=100))
        assert hidden["slug"] not in found, "a draft is in the feed"
        assert out["slug"] in found, "a published post is not in the feed"
