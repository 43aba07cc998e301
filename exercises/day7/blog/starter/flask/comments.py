"""Comments: /posts/<slug>/comments. A comment is {"id", "body", "author", "created_at", "updated_at"}."""

from flask import Blueprint

from web import not_yet

bp = Blueprint("comments", __name__, url_prefix="/posts/<slug>/comments")

# TODO blog.comments: a table. Comments of a deleted post must not be left over: ForeignKey(…, ondelete="CASCADE").
# TODO blog.drafts: where the post is a draft of somebody else, all of these are 404.


@bp.get("")
def list_comments(slug: str):
    # TODO blog.comments: 200 with an array, the oldest first.
    return not_yet()


@bp.post("")
def create_comment(slug: str):
    # TODO blog.comments: 201 with the comment and its Location.
    # TODO blog.html: the body is what was sent, markup and all.
    return not_yet()


@bp.get("/<id:comment_id>")
def get_comment(slug: str, comment_id: int):
    # TODO blog.comments: 200; 404 for a comment on another post.
    return not_yet()


@bp.patch("/<id:comment_id>")
def change_comment(slug: str, comment_id: int):
    # TODO blog.comments: for its author alone; 403 for others.
    return not_yet()


@bp.delete("/<id:comment_id>")
def delete_comment(slug: str, comment_id: int):
    # TODO blog.comments: for its author and the post's; 403 for others.
    return not_yet()
