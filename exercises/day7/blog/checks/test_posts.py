from grader.checks import ANY
from grader.checks.posts import (
    LONGEST_SLUG,
    POSTS,
    SLUG_TEXT,
    as_sent,
    draft,
    of,
    publish,
    published,
    read,
    shown,
    slug_of,
    write,
    wrong_fields,
)
from grader.checks.projects import refused
from grader.checks.rest import location
from grader.checks.values import Miss, same, say

CLIENTS, ROUNDS = 20, 6
MARKDOWN = [
    "  four blanks before, two behind  ",
    "\n\nempty lines around\n\n",
    "# Title\r\n\r\ntext with line breaks of Windows\r\n",
    "a line that ends in two blanks  \nis followed by a break",
    "\tindented\twith\ttabs",
    "```python\nif a < b and c > d:\n    print(\"it's\", '&amp;', 5 % 2)\n```",
    "<div align=center>inline HTML &nbsp; &lt;stays&gt;</div><!-- and this -->",
    "\\*no emphasis\\* \\\\ C:\\new\\table",
    "- [ ] a list\n* another\n1. and one more\n\n| a | b |\n| --- | --- |",
    '[a link](https://example.com/?a=1&b=%20 "title") ![](x.png)',
    "Zoë 王小明 🦄 e\u0301 \u00a0 \u2028",
    "{{ 7 * 7 }} {% now %} ${7*7} %s %(a)s $1 :name ?",
]


def test_create(people, fake):
    """POST /posts answers 201 with the post, a draft of yours, and its address in Location."""
    me, sent = people.someone(), draft(fake)
    reply = me.api.post(POSTS, json=sent)
    assert reply.status_code == 201
    assert reply.json() == as_sent(sent, me.user)
    assert read(me.api, location(reply)) == as_sent(sent, me.user, slug=reply.json()["slug"])


def test_defaults(people, fake):
    """A title is enough: the body is "" then, and there are no tags."""
    me, sent = people.someone(), {"title": draft(fake)["title"]}
    made = write(me.api, sent)
    assert made == as_sent(sent, me.user)
    assert read(me.api, of(made)) == as_sent(sent, me.user)


def test_read(api, people, fake):
    """GET /posts/<slug> gives a published post to everybody; a slug that no post has is 404."""
    me, sent = people.someone(), draft(fake)
    made = publish(me.api, write(me.api, sent))
    for client in (api, people.other().api, me.api):
        assert read(client, of(made)) == as_sent(sent, me.user, slug=made["slug"], status="published", published_at=ANY)
    # None of them can be a slug, or it is drawn: odd requests of another check may have made a post called "0".
    for slug in (fake.word(), f"{made['slug']}-{fake.word()}", "-", "%20", "__proto__", "%F0%9F%A6%84"):
        refused(api.get(f"{POSTS}/{slug}"), 404)


def test_change(people, fake):
    """PATCH changes just what it names, and answers 200 with the whole post."""
    api = people.someone().api
    made, new = write(api, draft(fake)), draft(fake)
    for field in ("body", "title", "tags"):
        reply = api.patch(of(made), json={field: new[field]})
        assert reply.status_code == 200
        made[field] = new[field]
        assert reply.json() == shown(made)
        assert read(api, of(made)) == shown(made)


def test_delete(people, fake):
    """DELETE answers 204 with an empty body; then the post is 404, to its author too."""
    api = people.someone().api
    for made in (write(api, draft(fake)), published(api, fake)):
        kept = write(api, draft(fake))
        reply = api.delete(of(made))
        assert reply.status_code == 204
        assert reply.content == b"", "a 204 answer has no body at all"
        refused(api.get(of(made)), 404)
        refused(api.delete(of(made)), 404)
        assert read(api, of(kept)) == shown(kept)


def test_others(people, fake):
    """Whoever sees a post and isn't its author gets 403 for PATCH and DELETE, and it stays as it was."""
    made = published(people.someone().api, fake)
    other = people.other().api
    refused(other.patch(of(made), json=draft(fake)), 403)
    refused(other.delete(of(made)), 403)
    assert read(other, of(made)) == shown(made)


def test_slug_from_title(people, fake):
    """The slug is made from the title: small letters, one - for whatever stands between letters and digits."""
    api = people.someone().api
    one, two, number = fake.word(), fake.word(), fake.integer(2, 999)
    for title in (
        f"{one.title()} {two}",
        f"{one.upper()}, {fake.word()}!",
        f"{fake.word()} -- {number} % of_{two} & more...",
        f"({fake.word()}) {one}/{two}: it's {number}.5?",
    ):
        assert write(api, {"title": title})["slug"] == slug_of(title)


def test_odd_titles(people, fake):
    """Titles with other letters, without any, and of 200 characters get a slug too, and the post is found by it."""
    api = people.someone().api
    long = " ".join(fake.word() for _ in range(40))[:199] + "x"
    for title in (
        f"Crème brûlée à la {fake.word()}",
        "日本語",
        "日本語",
        "🦄",
        "!!! ???",
        f"{fake.word()} 日本",
        long,
        long,
    ):
        made = write(api, {"title": title, "body": fake.word()})
        assert made == shown(made, title=title)
        assert read(api, of(made)) == shown(made)
        if title == long:
            assert made["slug"].startswith(slug_of(long)[: LONGEST_SLUG // 2]), (
                "a long title's slug begins as the title"
            )


def test_same_title(people, fake):
    """A title that was used before gives a slug of its own, the plain one with a - and something more."""
    someone, other = people.someone().api, people.other().api
    title = draft(fake)["title"]
    made = [write(api, draft(fake, title=title)) for api in (someone, other, someone)]
    made.insert(0, write(someone, draft(fake, title=f"{title} 2")))
    made.append(write(other, draft(fake, title=title)))
    made.append(write(other, draft(fake, title=f"{title} 2")))
    differ([one["slug"] for one in made])
    assert made[1]["slug"] == slug_of(title)
    for one in made[2:]:
        assert one["slug"].startswith(f"{slug_of(title)}-"), "the slug begins with what the title gives and a -"
    for one, api in zip(made, (someone, someone, other, someone, other, other), strict=True):
        assert read(api, of(one)) == shown(one)


def test_same_title_at_once(people, fake, crowd):
    """20 posts with one title, sent at the same time: each is answered 201, with a slug of its own. Six times over."""
    everybody = (people.someone(), people.other())
    for _ in range(ROUNDS):  # two that meet are mostly the first ones of a round
        title = draft(fake)["title"]
        sent = [draft(fake, title=title) for _ in range(CLIENTS)]
        headers = [everybody[number % 2].credentials.headers for number in range(CLIENTS)]
        replies = crowd.send(
            [("POST", POSTS, {"json": one, "headers": how}) for one, how in zip(sent, headers, strict=True)]
        )
        for reply in replies:
            assert reply.status_code == 201
        differ([reply.json()["slug"] for reply in replies])
    for number, reply in enumerate(replies):
        person = everybody[number % 2]
        slug = reply.json()["slug"]
        assert slug == SLUG_TEXT
        assert read(person.api, of(reply.json())) == as_sent(sent[number], person.user, slug=slug)


def test_slug_stays(people, fake):
    """A new title leaves the slug as it was; it stays taken, and the post is found by it."""
    api = people.someone().api
    made, new = write(api, draft(fake)), draft(fake)["title"]
    for title in (new, f"{new} {fake.word()}"):
        reply = api.patch(of(made), json={"title": title})
        assert reply.status_code == 200
        assert reply.json()["slug"] == made["slug"]
    publish(api, made)
    assert read(api, of(made)) == containing_slug(made, title)
    assert write(api, draft(fake, title=new))["slug"] == slug_of(new)
    again = write(api, draft(fake, title=made["title"]))
    differ([made["slug"], again["slug"]])


def test_markdown(people, fake):
    """The body comes back character by character: blanks, line breaks, tabs, markup and all."""
    api = people.someone().api
    for body in fake.shuffled(MARKDOWN):
        made = write(api, draft(fake, body=body))
        assert made["body"] == body
        assert read(api, of(made))["body"] == body
    for body in fake.sample(MARKDOWN, 4):
        assert api.patch(of(made), json={"body": body}).status_code == 200
        assert read(api, of(made))["body"] == body


def test_long_body(people, fake):
    """A body of 50 000 characters is stored as a whole."""
    api = people.someone().api
    body = (f"{fake.word()} éñ 日本\n" * 5000)[:49_999] + "."
    made = write(api, draft(fake, body=body))
    if not same(read(api, of(made))["body"], body):
        raise Miss("the 50 000 characters of the body as they were sent", "others, or fewer")


def test_servers_fields(people, fake):
    """slug, author, id and the times are the server's: sent along, they are ignored."""
    me, other, sent = people.someone(), people.other(), draft(fake)
    forged = {"slug": fake.word(), "author": other.user, "author_id": other.user["id"], "user_id": other.user["id"]}
    forged |= {"id": fake.integer(10**6, 10**7), "created_at": "2001-01-01T00:00:00Z"}
    made = write(me.api, sent | forged)
    assert made == as_sent(sent, me.user, slug=slug_of(sent["title"]))
    if str(made["created_at"]).startswith("2001"):
        raise Miss("at `created_at`: when the post was made", say(made["created_at"]))
    reply = me.api.patch(of(made), json=forged)
    assert reply.status_code == 200
    assert reply.json() == as_sent(sent, me.user, slug=made["slug"])
    assert read(me.api, of(made)) == as_sent(sent, me.user, slug=made["slug"])


def test_validate(people, fake):
    """A broken rule is 422, each wrong field is named and no other, on POST and on PATCH, and nothing is changed."""
    api = people.someone().api
    made = write(api, draft(fake))
    for wrong in broken(fake):
        wrong_fields(api.post(POSTS, json=draft(fake) | wrong), *wrong)
        wrong_fields(api.patch(of(made), json=wrong), *wrong)
    wrong_fields(api.post(POSTS, json={"body": fake.word()}), "title")
    assert read(api, of(made)) == shown(made)


def broken(fake):
    """Fields that break a rule each."""
    return [
        *({"title": value} for value in ("", "   ", "x" * 201, None, fake.integer(1, 9), [fake.word()])),
        *({"body": value} for value in (None, fake.integer(1, 9), ["a"], "x" * 50_001)),
        *({"tags": value} for value in (fake.word(), fake.integer(1, 9), [fake.integer(1, 9)], [None])),
        *({"tags": [fake.word(), value]} for value in ("Big", "two words", "", "x" * 31, "-a", "é", "a,b")),
        {"tags": [fake.word() for _ in range(11)]},
        {"title": "", "tags": "x"},
        {"title": " ", "body": 7, "tags": ["Ä"]},
    ]


def differ(found):
    """Each of them is there once."""
    if len(set(found)) != len(found):
        raise Miss(f"{len(found)} different slugs", say(sorted(found)))


def containing_slug(made, title):
    return shown(made, title=title, status="published", published_at=ANY)
