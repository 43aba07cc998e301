"""What everybody reads: the feed at /posts, the tags, and the pages of authors. Published posts alone."""

from flask import Blueprint

from web import not_yet

bp = Blueprint("feed", __name__)


@bp.get("/posts")
def list_posts():
    """A page of the feed: {"items", "next_cursor"}."""
    # TODO blog.drafts: published posts, and no draft, not even for its author.
    # TODO blog.feed: the newest published first; `limit` posts; and next_cursor, from which the next page goes on. What
    #   has to be in a cursor, so that no post is missed or doubled while others are published?
    # TODO blog.tags: ?tag= leaves posts with just this tag.
    return not_yet()


@bp.get("/tags")
def list_tags():
    """[{"tag", "count"}, …] over published posts."""
    # TODO blog.tags: one query that groups and counts.
    return not_yet()


@bp.get("/users/<id:user_id>")
def get_user(user_id: int):
    """{"id", "name", "posts"}: no e-mail, no drafts."""
    # TODO blog.profile: 404 for an id that nobody has.
    return not_yet()
