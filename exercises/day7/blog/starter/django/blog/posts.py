"""/posts and /posts/<slug>.

    title   required, 1 to 200 characters, not just blanks
    body    markdown of at most 50 000 characters, "" when absent, kept as it was written
    tags    at most 10, none when absent; each matches [a-z0-9][a-z0-9-]{0,29}

The rest is the server's: slug, status, author, created_at, updated_at, published_at. openapi.yaml has it all.
"""

from api.http import JsonView, not_implemented

# TODO blog.auth: whoever writes must be logged in, whoever reads may be nobody. A view has check_access() for that:
#   accounts/access.py is the place for a class that does it for all views here and in comments.py.
# TODO blog.posts: the rules above, once for POST and PATCH. text_rule() and obey() of api/validation.py do half of it.
# TODO blog.drafts: a function that finds a post by its slug, if whoever asks sees it, and else ends in 404. Every
#   address below /posts/<slug> begins with it.


class PostList(JsonView):
    """/posts"""

    def get(self, request):
        """A page of the feed: {"items", "next_cursor"}."""
        # TODO blog.drafts: published posts, and no draft, not even for its author.
        # TODO blog.feed: the newest published first; `limit` posts; and next_cursor, from which the next page goes on.
        #   What has to be in a cursor, so that no post is missed or doubled while others are published?
        # TODO blog.tags: ?tag= leaves posts with just this tag.
        return not_implemented()

    def post(self, request):
        """A new draft."""
        # TODO blog.posts: 201 with the post and its Location. How do you get a slug that nobody else gets, also at the
        #   same moment? IntegrityError of django.db is what the database raises; transaction.atomic() around each try.
        return not_implemented()


class PostDetail(JsonView):
    """/posts/<slug>"""

    def get(self, request, slug):
        # TODO blog.posts: 200 with the post.
        # TODO blog.drafts: 404 if it is a draft of somebody else.
        return not_implemented()

    def patch(self, request, slug):
        """Changes what the body names. The slug stays."""
        # TODO blog.posts: 200 with the post; 403 for others.
        return not_implemented()

    def delete(self, request, slug):
        # TODO blog.posts: 204; 403 for others.
        # TODO blog.comments: its comments go with it.
        return not_implemented()


class Publish(JsonView):
    """/posts/<slug>/publish"""

    def post(self, request, slug):
        # TODO blog.drafts: 200 with the post. The second time nothing changes, and it is 200 as well.
        return not_implemented()
