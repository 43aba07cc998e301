"""Posts: /posts/<slug>, and POST /posts.

    title   required, 1 to 200 characters, not just blanks
    body    markdown of at most 50 000 characters, "" when absent, kept as it was written
    tags    at most 10, none when absent; each matches [a-z0-9][a-z0-9-]{0,29}

The rest is the server's: slug, status, author, created_at, updated_at, published_at. openapi.yaml has it all.
"""

from typing import Any

from flask import Blueprint
from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db import Base
from users import User
from web import not_yet

bp = Blueprint("posts", __name__, url_prefix="/posts")

# TODO blog.auth: whoever writes must be logged in, whoever reads may be nobody. Both before every view of this
#   blueprint: g.user is who sends the request, or None.


class Post(Base):
    __tablename__ = "posts"

    # TODO blog.posts: what else has to be stored? The slug must be unique, and the database is to see to it.
    # TODO blog.drafts: when it was published; as long as it is a draft, there is no such time.
    # TODO blog.tags: a table of their own, with a row for each tag of each post.
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)

    def as_json(self) -> dict[str, Any]:
        """As everybody sees it."""
        # TODO blog.posts: all the fields of a Post in openapi.yaml.
        # TODO blog.profile: the author is {"id", "name"}. as_json() of User has the e-mail: not for others to see.
        # TODO blog.html: the title is what was sent. Nothing is escaped or taken away, here or when it is stored.
        return {}


# TODO blog.drafts: a function that finds a post by its slug, if whoever asks sees it, and else ends in 404. Every
#   address below /posts/<slug> begins with it.


@bp.post("")
def create_post():
    """A new draft."""
    # TODO blog.posts: 201 with the post and its Location. How do you get a slug that nobody else gets, also at the same
    #   moment? db.py knows what the database raises: IntegrityError.
    return not_yet()


@bp.get("/<slug>")
def get_post(slug: str):
    # TODO blog.posts: 200 with the post.
    # TODO blog.drafts: 404 if it is a draft of somebody else.
    return not_yet()


@bp.patch("/<slug>")
def change_post(slug: str):
    """Changes what the body names. The slug stays."""
    # TODO blog.posts: 200 with the post; 403 for others.
    return not_yet()


@bp.delete("/<slug>")
def delete_post(slug: str):
    # TODO blog.posts: 204; 403 for others.
    # TODO blog.comments: its comments go with it.
    return not_yet()


@bp.post("/<slug>/publish")
def publish_post(slug: str):
    # TODO blog.drafts: 200 with the post. The second time nothing changes, and it is 200 as well.
    return not_yet()
