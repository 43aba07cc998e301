from grader.checks.posts import (
    AUTHORS,
    POSTS,
    SLUG_TEXT,
    a_title,
    comment,
    draft,
    of,
    of_comment,
    publish,
    walk,
    write,
)
from grader.checks.projects import refused
from grader.checks.rest import address
from grader.checks.values import Miss, same

MARKUP = [
    "<script>alert(1)</script>",
    "<img src=x onerror='alert(1)'>",
    '"><svg/onload=alert(`1`)>',
    "if a<b && b>c: 'it' & \"that\"",
    "&lt;b&gt; &amp;amp; &#39; &nbsp;",
    "</title></textarea><!-- <b",
    "<a href=\"javascript:alert('1')\">here</a>",
    "{{ 7 * 7 }} <% = 1 %> ${1}",
]


def as_json(reply, status=200):
    """The body of an answer that must be JSON, and say so. Raises Miss otherwise."""
    if reply.status_code != status:
        raise Miss(str(status), str(reply.status_code))
    if reply.media_type != "application/json":
        raise Miss("Content-Type: application/json", reply.media_type or "none")
    return reply.json()


def titles(posts, made):
    """The title of this post, as it is in a list."""
    return [post["title"] for post in posts if post["slug"] == made["slug"]]


def test_title(api, people, fake):
    """A title with HTML in it comes back as it was sent, as JSON: when it is made, read, published, listed, changed."""
    me = people.someone()
    for markup in fake.shuffled(MARKUP):
        title = f"{fake.word()} {markup}"
        made = as_json(me.api.post(POSTS, json=draft(fake, title=title)), 201)
        assert made["title"] == title
        assert made["slug"] == SLUG_TEXT
        assert as_json(me.api.post(f"{of(made)}/publish"))["title"] == title
        assert as_json(api.get(of(made)))["title"] == title
        as_json(api.get(POSTS, params={"limit": 1}))
        assert titles(walk(api, made["slug"], limit=100), made) == [title]
        changed = f"{markup} {fake.word()}"
        assert as_json(me.api.patch(of(made), json={"title": changed}))["title"] == changed
        assert as_json(api.get(of(made)))["title"] == changed
    assert titles(as_json(api.get(address(AUTHORS, me.user["id"])))["posts"], made) == [changed]


def test_comment(api, people, fake):
    """A comment with HTML in it comes back as it was sent, as JSON: when it is made, read, listed, changed."""
    me = people.someone().api
    post = publish(me, write(me, draft(fake)))
    for markup in fake.shuffled(MARKUP):
        body = f"{markup} {fake.word()}\n{markup}"
        made = as_json(me.post(f"{of(post)}/comments", json={"body": body}), 201)
        assert made["body"] == body
        assert as_json(api.get(of_comment(post, made)))["body"] == body
        listed = as_json(api.get(f"{of(post)}/comments"))
        assert [one["body"] for one in listed if same(one["id"], made["id"])] == [body]
        changed = f"{fake.word()} {markup}"
        assert as_json(me.patch(of_comment(post, made), json={"body": changed}))["body"] == changed
        assert as_json(api.get(of_comment(post, made)))["body"] == changed


def test_nothing_but_markup(api, people, fake):
    """A title or comment may be nothing but markup."""
    me = people.someone().api
    markup = fake.choice(MARKUP)
    post = publish(me, write(me, {"title": markup}))
    assert as_json(api.get(of(post)))["title"] == markup
    made = comment(me, post, markup)
    assert as_json(api.get(of_comment(post, made)))["body"] == markup


def test_errors(api, people, fake):
    """Errors are JSON as well, never a page of HTML with what was sent in it."""
    me = people.someone().api
    for path in ("%3Cscript%3Ealert(1)%3C", "%3Cimg%20src=x%20onerror=alert(1)%3E"):
        refused(me.get(f"{POSTS}/{path}"), 404)
        refused(me.get(f"/{fake.word()}/{path}"), 404)
    reply = me.post(POSTS, json={"title": a_title(fake), "tags": ["<script>alert(1)</script>"]})
    refused(reply, 422)
    for answer in (reply, me.get(f"{POSTS}/%3Cb%3E")):
        if answer.media_type not in ("application/json", "application/problem+json"):
            raise Miss("an error in JSON", answer.media_type or "no Content-Type")
