from grader.checks import containing, projects
from grader.checks.posts import (
    POSTS,
    TAGS,
    comment,
    draft,
    objects,
    of,
    of_comment,
    page,
    publish,
    published,
    read,
    walk,
    write,
)


def test_lies_in_the_database(people, fake, database):
    """A post and a comment lie in tables of the database that DATABASE_URL names."""
    me = people.someone().api
    post = published(me, fake)
    made = comment(me, post, f"{fake.word()} {fake.word()}")
    for words in (post["title"], made["body"]):
        projects.lies_in(database, words)


def test_outlives_a_kill(api, people, fake, app):
    """Posts, drafts, tags, comments and who was logged out are the same after a SIGKILL and a new start."""
    me, gone = people.someone(), people.fresh()
    old = gone.credentials
    projects.expect(gone.api.post("/auth/logout"), 204)
    last, hidden = published(me.api, fake), write(me.api, draft(fake))
    post = publish(me.api, hidden)
    hidden = write(me.api, draft(fake))
    made = comment(people.other().api, post, fake.word())
    projects.outlives(
        app,
        lambda: [read(me.api, of(one)) for one in (last, post, hidden)],
        lambda: read(api, of_comment(post, made)),
        lambda: walk(api, last["slug"]),
        lambda: sorted((one["tag"], one["count"]) for one in objects(api, TAGS)),
    )
    projects.refused(people.client().post(POSTS, json=draft(fake), headers=old.headers), 401)
    assert read(me.api, of(published(me.api, fake)))["status"] == "published"


def test_both_kinds(people, fake, app, database):
    """The blog works on SQLite and on a database server: accounts, posts, comments, tags, the feed."""

    def use(api):
        post = published(api, fake)
        made = comment(api, post, f"{fake.word()} {fake.word()}")
        assert read(api, of_comment(post, made))["body"] == made["body"]
        assert sorted(one["tag"] for one in objects(api, TAGS)) == sorted(set(post["tags"]))
        assert [item["slug"] for item in page(api)["items"]] == [post["slug"]]

    projects.works_on_others(app, database, people.someone(), use)


def test_another_database(people, fake, app, database):
    """With another DATABASE_URL the blog is another one: empty, and it works."""
    me = people.someone()
    here = published(me.api, fake)
    there = projects.another_is_empty(app, database, me)
    assert page(there) == containing(items=[], next_cursor=None)
    assert read(there, TAGS) == []
    made = published(there, fake, title=here["title"], tags=[])
    assert [item["slug"] for item in page(there)["items"]] == [made["slug"]]
    assert read(me.api, of(here))["body"] == here["body"]
