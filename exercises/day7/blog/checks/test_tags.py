from grader.checks import containing
from grader.checks.posts import (
    TAGS,
    all_of,
    draft,
    each_once,
    objects,
    of,
    page,
    publish,
    published,
    read,
    slugs,
    walk,
    write,
)
from grader.checks.values import Miss, say


def counted(api, *tags):
    """What GET /tags says of these tags. Raises Miss where one is there twice."""
    found = [entry for entry in objects(api, TAGS) if entry.get("tag") in tags]
    counts = {entry["tag"]: entry["count"] for entry in found}
    if len(counts) != len(found):
        raise Miss("each tag once", say(found))
    return counts


def tagged(api, tag):
    """The slugs of all posts with a tag, in order of the alphabet."""
    return sorted(slugs(walk(api, tag=tag, limit=100)))


def test_filter(api, people, fake):
    """GET /posts?tag= gives published posts with just this tag, those of all authors, with all of their tags."""
    someone, other = people.someone().api, people.other().api
    tag = fake.word()
    mine = published(someone, fake, tags=[fake.word(), tag, fake.word()])
    theirs = published(other, fake, tags=[tag])
    for near in (f"{tag}s", f"a{tag}", tag[:-1], f"{tag}-{tag}", fake.word()):
        published(someone, fake, tags=[near])
    published(other, fake, tags=[], title=f"{tag} {fake.word()}", body=tag)
    for client in (api, someone):
        assert tagged(client, tag) == sorted(slugs([mine, theirs]))
    items = page(api, tag=tag, limit=100)["items"]
    assert next(item for item in items if item["slug"] == mine["slug"])["tags"] == all_of(mine["tags"])


def test_filter_and_drafts(api, people, fake):
    """A draft isn't found by its tag, not even by its author, until it is published."""
    me, tag = people.someone().api, fake.word()
    made = write(me, draft(fake, tags=[tag]))
    for client in (api, me):
        assert tagged(client, tag) == []
    publish(me, made)
    for client in (api, me):
        assert tagged(client, tag) == [made["slug"]]


def test_filter_unknown(api, fake):
    """A tag that no post has gives an empty page."""
    for tag in (fake.word(), f"{fake.word()}%", "%", "_", fake.word().upper()):
        assert page(api, tag=tag) == containing(items=[], next_cursor=None)


def test_filter_and_pages(api, people, fake):
    """?tag= goes together with limit and cursor: all pages together have each post with the tag once."""
    me, tag = people.someone().api, fake.word()
    made = []
    for number in range(7):
        made.append(published(me, fake, tags=[tag]))
        if number % 2:
            published(me, fake)
    found = walk(api, tag=tag, limit=2)
    each_once(made, found)
    assert len(found) == len(made)


def test_changed(api, people, fake):
    """PATCH with tags replaces all of them; without, they stay; one that is named twice counts once."""
    me = people.someone().api
    old, new, kept = fake.word(), fake.word(), fake.word()
    made = published(me, fake, tags=[old, kept, kept])
    assert read(api, of(made))["tags"] == all_of([old, kept])
    assert counted(api, old, kept) == {old: 1, kept: 1}
    assert me.patch(of(made), json={"tags": [kept, new, new]}).status_code == 200
    assert me.patch(of(made), json={"title": f"{fake.word()} {fake.word()}"}).status_code == 200
    assert read(api, of(made))["tags"] == all_of([kept, new])
    assert [tagged(api, tag) for tag in (old, new, kept)] == [[], [made["slug"]], [made["slug"]]]
    assert counted(api, old, new, kept) == {new: 1, kept: 1}
    assert me.patch(of(made), json={"tags": []}).status_code == 200
    assert read(api, of(made))["tags"] == []
    assert counted(api, old, new, kept) == {}


def test_counts(api, people, fake):
    """GET /tags tells for each tag how many published posts have it, of all authors together."""
    someone, other = people.someone().api, people.other().api
    many, few, none = fake.word(), fake.word(), fake.word()
    for client, tags in ((someone, [many]), (other, [many, few]), (someone, [few, many]), (other, [many])):
        published(client, fake, tags=tags)
    write(someone, draft(fake, tags=[none, many]))
    for client in (api, someone):
        assert counted(client, many, few, none) == {many: 4, few: 2}


def test_counts_follow(api, people, fake):
    """The counts follow when a post is published or deleted; a tag without a published post is not there."""
    me, tag = people.someone().api, fake.word()
    made = [write(me, draft(fake, tags=[tag])) for _ in range(3)]
    assert counted(api, tag) == {}
    for number, one in enumerate(made, start=1):
        publish(me, one)
        assert counted(api, tag) == {tag: number}
    for left, one in zip((2, 1, 0), made, strict=True):
        assert me.delete(of(one)).status_code == 204
        assert counted(api, tag) == ({tag: left} if left else {})


def test_all_tags(api, people, fake):
    """GET /tags has all of them, however many there are."""
    me = people.someone().api
    tags = [f"{fake.word()}-{number}" for number in range(120)]
    for start in range(0, len(tags), 10):
        published(me, fake, tags=tags[start : start + 10])
    missing = set(tags) - set(counted(api, *tags))
    if missing:
        raise Miss(f"{len(tags)} tags that were used in GET {TAGS}", f"{len(tags) - len(missing)} of them")
