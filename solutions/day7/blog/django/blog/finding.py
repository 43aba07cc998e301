"""Who sees which posts, and whose they are. Everything below /posts/<slug> begins here."""

from django.db.models import Q

from api.problems import ApiError
from blog.models import Post


def find(user, slug, lock=False):
    """The post, if this user sees it. Else it is 404: whether there is such a draft is nobody else's business.

    Who is going to change it locks it: until the transaction ends, others who want to do so wait here.
    """
    posts = visible(user).select_for_update() if lock else visible(user)
    post = posts.filter(slug=slug).first()
    if post is None:
        raise ApiError(404, "there is no such post")
    return post


def find_own(user, slug):
    """As find() with a lock; 403 where it is somebody else's."""
    post = find(user, slug, lock=True)
    if post.author_id != user.pk:
        raise ApiError(403, "this post is somebody else's")
    return post


def visible(user):
    """What is published, and for somebody their own drafts as well."""
    seen = Q(published_at__isnull=False)
    if user.is_authenticated:
        seen |= Q(author=user)
    return Post.objects.filter(seen)


def published():
    """Published posts, the newest first. Those of one moment are in an order, too: it must be the same each time.

    All authors are read along with the posts, and all tags in one query more.
    """
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    return posts.select_related("author").prefetch_related("tags")
