"""What everybody reads: the tags, and the pages of authors. Published posts alone.

The feed itself is GET /posts, and PostList in posts.py answers it: an address has one view. What the feed is made of
(cursors, pages, which posts in which order) can lie here all the same.
"""

from api.http import JsonView, not_implemented


class TagList(JsonView):
    """/tags"""

    def get(self, request):
        """[{"tag", "count"}, …] over published posts."""
        # TODO blog.tags: one query that groups and counts: values(), annotate() and Count.
        return not_implemented()


class Profile(JsonView):
    """/users/<id>"""

    def get(self, request, user_id):
        """{"id", "name", "posts"}: no e-mail, no drafts."""
        # TODO blog.profile: 404 for an id that nobody has.
        return not_implemented()
