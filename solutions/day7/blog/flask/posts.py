"""The tables of posts and their tags, and who sees which posts."""

from datetime import datetime
from typing import Any

from flask import abort, g
from sqlalchemy import ForeignKey, Select, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from db import Base
from users import User


class PostTag(Base):
    """One row for each tag of each post: so both "which posts have it?" and "how many?" are simple questions."""

    __tablename__ = "post_tags"
    __table_args__ = {**Base.__table_args__, "sqlite_autoincrement": False}

    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(30), primary_key=True, index=True)


class Post(Base):
    __tablename__ = "posts"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    published_at: Mapped[datetime | None] = mapped_column(index=True)  # none as long as it is a draft

    # Read along with the posts, whoever asks for some: one query for all authors, one for all tags.
    author: Mapped[User] = relationship(lazy="joined")
    tags: Mapped[list[PostTag]] = relationship(
        lazy="selectin", order_by=PostTag.tag, cascade="all, delete-orphan", passive_deletes=True
    )

    def as_json(self) -> dict[str, Any]:
        return {
            "slug": self.slug,
            "title": self.title,
            "body": self.body,
            "tags": [row.tag for row in self.tags],
            "status": "published" if self.published_at else "draft",
            "author": self.author.as_author(),
            "created_at": self.created_at.isoformat(),
            "updated_at": self.updated_at.isoformat(),
            "published_at": self.published_at and self.published_at.isoformat(),
        }


def find(session: Session, slug: str) -> Post:
    """The post, if whoever asks sees it; else it is 404. Everything below /posts/<slug> begins here."""
    post = session.scalar(select(Post).where(Post.slug == slug))
    if post is None or (post.published_at is None and not is_mine(post)):
        abort(404, "there is no such post")
    return post


def find_mine(session: Session, slug: str) -> Post:
    """The same for who wants to change it: 403 if it is somebody else's."""
    post = find(session, slug)
    if not is_mine(post):
        abort(403, "this post is somebody else's")
    return post


def is_mine(post: Post) -> bool:
    return g.user is not None and post.author_id == g.user.id


def published() -> Select[tuple[Post]]:
    """Published posts, the newest first. Those of one moment are in an order, too: it must be the same each time."""
    return select(Post).where(Post.published_at.is_not(None)).order_by(Post.published_at.desc(), Post.id.desc())
