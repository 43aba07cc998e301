"""What checks of the blog share: posts and comments to send, what must come back, walks through the feed.

Checks are collected as files of their own and can't import each other, so their helpers live here. A helper that
finds a fault raises Miss with its words ready: an assert outside a check would not be explained.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from grader.checks.api import Api
from grader.checks.fake import Fake
from grader.checks.matchers import Matcher, containing, text
from grader.checks.projects import refused
from grader.checks.reply import Reply, status_words
from grader.checks.rest import ID, address, is_id
from grader.checks.values import Miss, say

POSTS, TAGS, AUTHORS = "/posts", "/tags", "/users"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 100
MOST_PAGES = 200  # of a walk; a run publishes some hundred posts
TIME = text("a time")

Between = Callable[[], object]


# --- what is sent -----------------------------------------------------------------------------------------------------
def draft(fake: Fake, **given: Any) -> dict[str, Any]:
    """What is sent to make a post, all three fields present; keyword arguments replace fields."""
    return {"title": a_title(fake), "body": f"{fake.word()} *{fake.word()}*", "tags": a_few_tags(fake)} | given


def a_title(fake: Fake) -> str:
    """A title that no other post has: three words, so its slug is plain."""
    return f"{fake.word().title()} {fake.word()} {fake.word()}"


def a_few_tags(fake: Fake) -> list[str]:
    """Tags with a number: a blog has thousands of them, and no plain word that a check counts may be among them."""
    return [f"{fake.word()}-{fake.integer(100, 999)}" for _ in range(fake.integer(1, 3))]


def slug_of(title: str) -> str:
    """The slug of a title of plain characters, where it is free."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def write(api: Api, sent: Mapping[str, Any]) -> dict[str, Any]:
    """The post that a POST has made. Raises Miss unless the answer is 201 with a post that has a slug."""
    reply = api.post(POSTS, json=sent)
    if reply.status_code != 201:
        raise Miss(f"{status_words(201)} for POST {POSTS}", str(reply.status_code))
    made = reply.json()
    if not isinstance(made, dict):
        raise Miss("the new post, a JSON object", say(made))
    slug = made.get("slug")
    if not (isinstance(slug, str) and SLUG.fullmatch(slug) and len(slug) <= LONGEST_SLUG):
        raise Miss(f"at `slug`: 1 to {LONGEST_SLUG} of a-z, 0-9 and single - between them", say(slug))
    return made


def publish(api: Api, made: Mapping[str, Any]) -> dict[str, Any]:
    """The post as publishing it answers. Raises Miss unless that is 200."""
    reply = api.post(f"{of(made)}/publish")
    if reply.status_code != 200:
        raise Miss(f"{status_words(200)} for POST {of(made)}/publish", str(reply.status_code))
    published = reply.json()
    if not isinstance(published, dict):
        raise Miss("the published post, a JSON object", say(published))
    return published


def published(api: Api, fake: Fake, **given: Any) -> dict[str, Any]:
    """A new post, published."""
    return publish(api, write(api, draft(fake, **given)))


def comment(api: Api, post: Mapping[str, Any], body: str) -> dict[str, Any]:
    """The comment that a POST has made. Raises Miss unless the answer is 201 with an id."""
    reply = api.post(f"{of(post)}/comments", json={"body": body})
    if reply.status_code != 201:
        raise Miss(f"{status_words(201)} for POST {of(post)}/comments", str(reply.status_code))
    made = reply.json()
    if not (isinstance(made, dict) and is_id(made.get("id"))):
        raise Miss("the new comment with its id", say(made))
    return made


def of(post: Mapping[str, Any]) -> str:
    """`/posts/hello-world`: where a post is."""
    return address(POSTS, post["slug"])


def of_comment(post: Mapping[str, Any], made: Mapping[str, Any]) -> str:
    return address(f"{of(post)}/comments", made["id"])


# --- what must come back ----------------------------------------------------------------------------------------------
def all_of(tags: Iterable[str]) -> Matcher:
    """An array with each of these texts once, in any order."""
    wanted = sorted(set(tags))
    says = f"an array of {len(wanted)}, in any order: {', '.join(wanted)}" if wanted else "an empty array"
    return Matcher(
        says, lambda got: isinstance(got, list) and all(isinstance(tag, str) for tag in got) and sorted(got) == wanted
    )


def author_of(user: Mapping[str, Any]) -> Matcher:
    return containing(id=user["id"], name=user["name"])


def as_sent(sent: Mapping[str, Any], user: Mapping[str, Any], **given: Any) -> Matcher:
    """The draft that must come for what was sent; keyword arguments replace fields."""
    fields = {"title": sent["title"], "body": sent.get("body", ""), "tags": all_of(sent.get("tags", []))}
    times = {"created_at": TIME, "updated_at": TIME, "published_at": None}
    return containing(fields, **{"slug": SLUG_TEXT, "status": "draft", "author": author_of(user), **times, **given})


def shown(made: Mapping[str, Any], **change: Any) -> Matcher:
    """A post as it was when it was made, but for a change."""
    fields = {name: made[name] for name in ("slug", "title", "body", "status")}
    fields["published_at"] = None if made["published_at"] is None else TIME  # some databases round what was answered
    tags = change.pop("tags", made["tags"])
    return containing({**fields, "tags": all_of(tags), **change})


def as_comment(body: str, user: Mapping[str, Any], comment_id: Any = ID) -> Matcher:
    return containing(id=comment_id, body=body, author=author_of(user), created_at=TIME, updated_at=TIME)


SLUG_TEXT = Matcher("a slug", lambda got: isinstance(got, str) and bool(SLUG.fullmatch(got)))


def read(api: Api, path: str, **params: Any) -> Any:
    """What a GET gives. Raises Miss unless it answers 200."""
    reply = api.get(path, params=params)
    if reply.status_code != 200:
        raise Miss(f"{status_words(200)} for GET {path[:100]}", str(reply.status_code))
    return reply.json()


def objects(api: Api, path: str) -> list[dict[str, Any]]:
    """What a GET gives. Raises Miss unless it is a JSON array of objects."""
    found = read(api, path)
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise Miss(f"a JSON array of objects for GET {path[:100]}", say(found))
    return found


# --- errors -----------------------------------------------------------------------------------------------------------
def wrong_fields(reply: Reply, *fields: str) -> None:
    """Raises Miss unless the answer is a 422 that names exactly these fields."""
    body = refused(reply, 422).json()
    errors, named = body.get("errors"), body.get("fields")
    names = [entry.get("field") for entry in errors if isinstance(entry, dict)] if isinstance(errors, list) else named
    # `tags.0` and `tags[0]` name a part of `tags`
    found = sorted({re.split(r"[.\[]", str(name).removeprefix("/"))[0] for name in names or ()})
    if found != sorted(fields):
        raise Miss(
            f"an error that names {' and '.join(sorted(fields))}", f"one that names {', '.join(found) or 'none'}"
        )


# --- the feed ---------------------------------------------------------------------------------------------------------
def page(api: Api, **params: Any) -> dict[str, Any]:
    """One page of the feed. Raises Miss unless it is 200 and `{"items": [...], "next_cursor": …}`."""
    body = read(api, POSTS, **params)
    if not (isinstance(body, dict) and isinstance(body.get("items"), list) and "next_cursor" in body):
        raise Miss('an object with "items" and "next_cursor"', say(body))
    if not all(isinstance(item, dict) and isinstance(item.get("slug"), str) for item in body["items"]):
        raise Miss("posts with a slug each at `items`", say(body["items"]))
    limit = int(params.get("limit", 20))
    if len(body["items"]) > limit:
        raise Miss(f"at most {limit} posts on a page", f"{len(body['items'])}")
    cursor = body["next_cursor"]
    if not (cursor is None or (isinstance(cursor, str) and cursor)):
        raise Miss("at `next_cursor`: a text or null", say(cursor))
    return body


def walk(api: Api, last: str = "", between: Between = lambda: None, **params: Any) -> list[dict[str, Any]]:
    """The posts of the feed from the top to the one with the slug `last`, or to the end, as they came.

    `between` is called after each page. Raises Miss where it comes to no end.
    """
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    for _ in range(MOST_PAGES):
        got = page(api, **params, **cursor)
        found += got["items"]
        if got["next_cursor"] is None or any(item["slug"] == last for item in got["items"]):
            return found
        if got["next_cursor"] == cursor.get("cursor") or not got["items"]:
            raise Miss("a page of later posts, or null at `next_cursor`", "a cursor that leads nowhere")
        cursor = {"cursor": got["next_cursor"]}
        between()
    raise Miss(f"null at `next_cursor` after at most {MOST_PAGES} pages", "another cursor")


def slugs(posts: Iterable[Mapping[str, Any]]) -> list[str]:
    return [str(post["slug"]) for post in posts]


def each_once(wanted: Iterable[Mapping[str, Any]], found: Iterable[Mapping[str, Any]]) -> None:
    """Raises Miss unless each of these posts is among what a walk found exactly once, and nothing was there twice."""
    count = Counter(slugs(found))
    for slug in slugs(wanted):
        if count[slug] == 0:
            raise Miss(f"the post with the slug {slug} on one page of the feed", "it is on none")
    for slug, times in count.items():
        if times > 1:
            raise Miss("each post once on the way through the pages", f"{say(slug)} {times} times")


def in_order(wanted: Iterable[Mapping[str, Any]], found: Iterable[Mapping[str, Any]]) -> None:
    """Raises Miss unless these posts, the newest first, are among what was found in this order."""
    names = slugs(wanted)
    came = [slug for slug in slugs(found) if slug in names]
    if came != names:
        raise Miss(f"the newest published first: {', '.join(names)}", ", ".join(came) or "none of them")
