"""What everybody reads: the feed at /posts, the tags, and the pages of authors. Published posts alone."""

import re
from datetime import datetime

from django.core import signing
from django.db.models import Count, Q
from django.http import JsonResponse

from accounts.models import User
from api.http import JsonView
from api.problems import ApiError
from api.validation import obey
from blog.finding import published
from blog.models import PostTag
from blog.rules import TAG


# --- cursors ----------------------------------------------------------------------------------------------------------
def cursor_of(post):
    """The post's place in the feed: what the feed is sorted by, all of it. It is signed, so nobody can make one up."""
    return signing.dumps([post.published_at.isoformat(), post.pk], salt="feed")


def cursor_rule(cursor):
    """The place that a cursor was made of."""
    try:
        when, pk = signing.loads(cursor, salt="feed")
    except signing.BadSignature:
        raise ValueError("is no cursor of this feed") from None
    return datetime.fromisoformat(when), pk


def limit_rule(limit):
    if not re.fullmatch("[0-9]{1,3}", limit) or not 1 <= int(limit) <= 100:
        raise ValueError("must be a whole number from 1 to 100")
    return int(limit)


# --- the feed ---------------------------------------------------------------------------------------------------------
def page(query):
    """The next page begins after the place of this one's last post; what is published meanwhile comes before it all."""
    wanted = obey({"limit": limit_rule, "cursor": cursor_rule}, {"limit": "20"} | query)
    found = published()
    if "tag" in query:
        found = found.filter(tags__tag=query["tag"]) if TAG.fullmatch(query["tag"]) else found.none()
    if "cursor" in wanted:
        found = found.filter(is_after(*wanted["cursor"]))
    posts = list(found[: wanted["limit"] + 1])  # one more tells whether there are more
    items = posts[: wanted["limit"]]
    more = len(posts) > len(items)
    return {"items": [post.as_json() for post in items], "next_cursor": cursor_of(items[-1]) if more else None}


def is_after(when, pk):
    return Q(published_at__lt=when) | Q(published_at=when, pk__lt=pk)


# --- tags and authors -------------------------------------------------------------------------------------------------
class TagList(JsonView):
    def get(self, request):
        tags = PostTag.objects.filter(post__published_at__isnull=False)
        return JsonResponse(list(tags.values("tag").annotate(count=Count("pk")).order_by("tag")), safe=False)


class Profile(JsonView):
    def get(self, request, user_id):
        user = User.objects.filter(pk=user_id).first()
        if user is None:
            raise ApiError(404, "there is no such user")
        posts = published().filter(author=user)
        return JsonResponse(user.as_author() | {"posts": [post.as_json() for post in posts]})
