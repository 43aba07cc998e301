from grader.checks.posts import (
    POSTS,
    draft,
    each_once,
    in_order,
    page,
    publish,
    published,
    shown,
    slugs,
    walk,
    write,
    wrong_fields,
)
from grader.checks.values import Miss, say

AT_ONCE = 20


def drafts(api, fake, count):
    return [write(api, draft(fake)) for _ in range(count)]


def out(api, posts):
    """The posts, published in this order; the newest first."""
    return [publish(api, post) for post in posts][::-1]


def test_newest_first(api, people, fake):
    """GET /posts has the newest published post first: by when it was published, not by when it was written."""
    me, other = people.someone().api, people.other().api
    made = drafts(me, fake, 5)
    made = [made[place] for place in (3, 0, 4, 2, 1)]
    first = published(other, fake)
    newest = out(me, made)
    found = page(api, limit=10)["items"]
    in_order([*newest, first], found)
    assert found[0] == shown(newest[0])


def test_changes_move_nothing(api, people, fake):
    """A change of an older post, or publishing it once more, doesn't bring it to the top."""
    me = people.someone().api
    newest = out(me, drafts(me, fake, 3))
    assert me.patch(f"{POSTS}/{newest[2]['slug']}", json={"body": fake.word()}).status_code == 200
    publish(me, newest[1])
    in_order(newest, page(api, limit=10)["items"])


def test_pages(api, people, fake):
    """Walking by cursor, each page has at most `limit` posts, and all pages together each post once, in order."""
    me = people.someone().api
    last = published(me, fake)
    made = [*out(me, drafts(me, fake, 7)[::-1]), last]
    for limit in (1, 3, fake.integer(4, 6)):
        found = walk(api, last["slug"], limit=limit)
        each_once(made, found)
        in_order(made, found)


def test_while_others_publish(api, people, fake):
    """Posts are published between two pages, old drafts too: of those from before, none is missed and none doubled."""
    me, other = people.someone().api, people.other().api
    old = drafts(other, fake, 30)
    last = published(me, fake)
    early = drafts(me, fake, 5)
    made = [*out(me, drafts(me, fake, 5)[::-1] + early[::-1]), last]
    for limit in (1, fake.integer(2, 3)):
        waiting = [old.pop(fake.integer(0, len(old) - 1)) for _ in range(15)]

        def between(waiting=waiting):
            for _ in range(fake.integer(1, 2)):
                if waiting:
                    publish(other, waiting.pop())

        found = walk(api, last["slug"], between, limit=limit)
        each_once(made, found)
        in_order(made, found)


def test_the_same_moment(api, people, fake, crowd):
    """Posts that were published at the same moment are on the pages once each, too."""
    me = people.someone()
    last = published(me.api, fake)
    made = drafts(me.api, fake, AT_ONCE)
    replies = crowd.send(
        [("POST", f"{POSTS}/{one['slug']}/publish", {"headers": me.credentials.headers}) for one in made]
    )
    for reply in replies:
        assert reply.status_code == 200
    for limit in (1, 3):
        each_once([*made, last], walk(api, last["slug"], limit=limit))


def test_readers_and_writers_at_once(people, fake, crowd):
    """Three people publish while three others read through the feed: each reader finds each earlier post once."""
    me, other = people.someone(), people.other()
    last = published(me.api, fake)
    made = [*out(me.api, drafts(me.api, fake, 9)[::-1]), last]
    waiting = [drafts(other.api, fake, 12) for _ in range(3)]

    def work(api, number):
        if number >= 3:
            for _ in range(2):
                each_once(made, walk(api, last["slug"], limit=2 + number % 2))
            return
        for post in waiting[number]:
            reply = api.post(f"{POSTS}/{post['slug']}/publish", headers=other.credentials.headers)
            if reply.status_code != 200:
                raise Miss("200 OK for publishing", str(reply.status_code))

    crowd.run(6, work)
    everything = [post for mine in waiting for post in mine] + made
    each_once(everything, walk(people.client(), last["slug"], limit=7))


def test_to_the_end(api, people, fake):
    """Without a limit a page has 20 posts; walking on, next_cursor is null in the end, and no post came twice."""
    me = people.someone().api
    made = out(me, drafts(me, fake, 21))
    first = page(api)
    assert slugs(first["items"]) == slugs(made[:20])
    if first["next_cursor"] is None:
        raise Miss("at `next_cursor`: a text, since there are more posts", "null")
    found = walk(api, limit=100)
    each_once(made, found)
    times = [str(item["published_at"]) for item in found]
    if "None" in times:
        raise Miss("published posts alone", say(found[times.index("None")]))


def test_wrong(api, fake):
    """A limit of 0, above 100 or that is no number is 422; so is a cursor that the server never gave."""
    for limit in ("0", "101", "-1", fake.word(), "1.5"):
        wrong_fields(api.get(POSTS, params={"limit": limit}), "limit")
    for cursor in (fake.word(), f"{fake.word()} {fake.word()}", "é"):
        wrong_fields(api.get(POSTS, params={"cursor": cursor, "limit": 5}), "cursor")
