"""/posts/<slug>: write a post, read it, change it, publish it, delete it."""

import re
from typing import Any

from flask import Blueprint, abort, g, url_for
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

import access
from db import now, open_session
from posts import Post, PostTag, find, find_mine
from slugs import slugs_for
from web import not_blank, obey, read_object, text_rule

bp = Blueprint("writing", __name__, url_prefix="/posts")
bp.before_request(access.require_writer)

TAG = re.compile("[a-z0-9][a-z0-9-]{0,29}")


def tags_rule(value: Any) -> list[str]:
    if not isinstance(value, list) or len(value) > 10:
        raise ValueError("must be an array of at most 10 tags")
    if not all(isinstance(tag, str) and TAG.fullmatch(tag) for tag in value):
        raise ValueError("a tag is 1 to 30 of a-z, 0-9 and -, and does not begin with -")
    return sorted(set(value))


POST_RULES = {"title": not_blank(text_rule(1, 200)), "body": text_rule(0, 50_000), "tags": tags_rule}


@bp.post("")
def create_post():
    fields = obey(POST_RULES, {"title": None, "body": "", "tags": []} | read_object())
    for slug in slugs_for(fields["title"]):
        try:
            return insert(slug, fields)
        except IntegrityError:  # the slug is taken. Looking first would not do: somebody else may be inserting it now
            continue
    abort(409, "no free slug was found, please try again")


def insert(slug: str, fields: dict[str, Any]):
    moment = now()
    with open_session.begin() as session:
        post = Post(slug=slug, author_id=g.user.id, created_at=moment, updated_at=moment, published_at=None)
        set_fields(post, fields)
        session.add(post)
        session.flush()
        return post.as_json(), 201, {"Location": url_for("writing.get_post", slug=slug)}


@bp.get("/<slug:slug>")
def get_post(slug: str):
    with open_session() as session:
        return find(session, slug).as_json()


@bp.patch("/<slug:slug>")
def change_post(slug: str):
    """The slug stays, whatever the title is now: people have linked to it."""
    with open_session.begin() as session:
        post = find_mine(session, slug)
        set_fields(post, obey(POST_RULES, read_object()))
        post.updated_at = now()
        return post.as_json()


@bp.post("/<slug:slug>/publish")
def publish_post(slug: str):
    """The condition is in the UPDATE itself: of two requests at the same time only one sets the time."""
    with open_session.begin() as session:
        post = find_mine(session, slug)
        session.execute(update(Post).where(Post.id == post.id, Post.published_at.is_(None)).values(published_at=now()))
        session.refresh(post)
        return post.as_json()


@bp.delete("/<slug:slug>")
def delete_post(slug: str):
    """Tags and comments go with it: the database sees to that (ON DELETE CASCADE)."""
    with open_session.begin() as session:
        session.execute(delete(Post).where(Post.id == find_mine(session, slug).id))
    return "", 204


def set_fields(post: Post, fields: dict[str, Any]) -> None:
    for name in ("title", "body"):
        if name in fields:
            setattr(post, name, fields[name])
    if "tags" in fields:
        kept = [row for row in post.tags if row.tag in fields["tags"]]
        there = {row.tag for row in kept}
        post.tags = kept + [PostTag(tag=tag) for tag in fields["tags"] if tag not in there]
