"""/posts/<slug>/comments: whoever sees a post may comment on it."""

from datetime import datetime
from typing import Any

from flask import Blueprint, abort, g, url_for
from sqlalchemy import ForeignKey, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

import access
from db import Base, now, open_session
from posts import Post, find
from users import User
from web import not_blank, obey, read_object, text_rule

bp = Blueprint("comments", __name__, url_prefix="/posts/<slug:slug>/comments")
bp.before_request(access.require_writer)


class Comment(Base):
    __tablename__ = "comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    author: Mapped[User] = relationship(lazy="joined")

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "body": self.body,
            "author": self.author.as_author(),
            "created_at": self.created_at.isoformat(),
            "updated_at": self.updated_at.isoformat(),
        }


COMMENT_RULES = {"body": not_blank(text_rule(1, 5000))}


@bp.get("")
def list_comments(slug: str):
    with open_session() as session:
        query = select(Comment).where(Comment.post_id == find(session, slug).id).order_by(Comment.id)
        return [comment.as_json() for comment in session.scalars(query)]


@bp.post("")
def create_comment(slug: str):
    moment = now()
    with open_session.begin() as session:
        post = find(session, slug)
        fields = read_comment()
        comment = Comment(**fields, post_id=post.id, author_id=g.user.id, created_at=moment, updated_at=moment)
        session.add(comment)
        session.flush()
        where = url_for("comments.get_comment", slug=slug, comment_id=comment.id)
        return comment.as_json(), 201, {"Location": where}


@bp.get("/<id:comment_id>")
def get_comment(slug: str, comment_id: int):
    with open_session() as session:
        return find_comment(session, find(session, slug), comment_id).as_json()


@bp.patch("/<id:comment_id>")
def change_comment(slug: str, comment_id: int):
    """Its author alone: the post's author may delete it, but puts no words into another's mouth."""
    with open_session.begin() as session:
        comment = find_comment(session, find(session, slug), comment_id)
        allow(comment.author_id)
        comment.body = read_comment()["body"]
        comment.updated_at = now()
        return comment.as_json()


@bp.delete("/<id:comment_id>")
def delete_comment(slug: str, comment_id: int):
    with open_session.begin() as session:
        post = find(session, slug)
        comment = find_comment(session, post, comment_id)
        allow(comment.author_id, post.author_id)
        session.delete(comment)
    return "", 204


def find_comment(session: Session, post: Post, comment_id: int) -> Comment:
    """The comment on this post: that of another one is none."""
    comment = session.scalar(select(Comment).where(Comment.id == comment_id, Comment.post_id == post.id))
    if comment is None:
        abort(404, "there is no such comment on this post")
    return comment


def allow(*user_ids: int) -> None:
    """403 for everybody else."""
    if g.user.id not in user_ids:
        abort(403, "this comment is somebody else's")


def read_comment() -> dict[str, str]:
    return obey(COMMENT_RULES, {"body": None} | read_object())
