"""What everybody reads: the feed at /posts, the tags, and the pages of authors. Published posts alone."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, request
from sqlalchemy import and_, false, func, or_, select

import access
from db import open_session
from posts import Post, PostTag, published
from users import User
from web import obey
from writing import TAG

bp = Blueprint("feed", __name__)
bp.before_request(access.find_user)

Place = tuple[datetime, int]  # of a post in the feed: what the feed is sorted by, all of it


# --- cursors ----------------------------------------------------------------------------------------------------------
def cursor_of(post: Post) -> str:
    """The post's place as a text that means nothing to others."""
    return urlsafe_b64encode(f"{post.published_at.isoformat()}|{post.id}".encode()).decode()


def cursor_rule(cursor: str) -> Place:
    """The place that a cursor was made of. Whatever else somebody may send is a ValueError."""
    moment, _, number = urlsafe_b64decode(cursor).decode().partition("|")
    if not re.fullmatch("[1-9][0-9]{0,8}", number):
        raise ValueError("is no cursor of this feed")
    when = datetime.fromisoformat(moment)
    if when.tzinfo is None or not 2000 <= when.year <= 9000:
        raise ValueError("is no cursor of this feed")
    return when, int(number)


def limit_rule(limit: str) -> int:
    if not re.fullmatch("[0-9]{1,3}", limit) or not 1 <= int(limit) <= 100:
        raise ValueError("must be a whole number from 1 to 100")
    return int(limit)


# --- routes -----------------------------------------------------------------------------------------------------------
@bp.get("/posts")
def list_posts():
    """The next page begins after the place of this one's last post; what is published meanwhile comes before it all."""
    wanted = obey({"limit": limit_rule, "cursor": cursor_rule}, {"limit": "20", **request.args.to_dict()})
    query = published()
    if "tag" in request.args:
        query = query.where(has_tag(request.args["tag"]))
    if "cursor" in wanted:
        query = query.where(is_after(wanted["cursor"]))
    with open_session() as session:
        posts = session.scalars(query.limit(wanted["limit"] + 1)).all()  # one more tells whether there are more
    page = posts[: wanted["limit"]]
    return {
        "items": [post.as_json() for post in page],
        "next_cursor": cursor_of(page[-1]) if len(posts) > len(page) else None,
    }


def is_after(place: Place) -> Any:
    when, number = place
    return or_(Post.published_at < when, and_(Post.published_at == when, Post.id < number))


def has_tag(tag: str) -> Any:
    if not TAG.fullmatch(tag):
        return false()
    return select(PostTag).where(PostTag.post_id == Post.id, PostTag.tag == tag).exists()


@bp.get("/tags")
def list_tags():
    query = (
        select(PostTag.tag, func.count())
        .join(Post, Post.id == PostTag.post_id)
        .where(Post.published_at.is_not(None))
        .group_by(PostTag.tag)
        .order_by(PostTag.tag)
    )
    with open_session() as session:
        return [{"tag": tag, "count": count} for tag, count in session.execute(query)]


@bp.get("/users/<id:user_id>")
def get_user(user_id: int):
    with open_session() as session:
        user = session.get(User, user_id)
        if user is None:
            abort(404, "there is no such user")
        posts = session.scalars(published().where(Post.author_id == user_id))
        return user.as_author() | {"posts": [post.as_json() for post in posts]}
