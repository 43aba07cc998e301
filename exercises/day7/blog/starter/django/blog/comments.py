"""/posts/<slug>/comments. A comment is {"id", "body", "author", "created_at", "updated_at"}."""

from api.http import JsonView, not_implemented

# TODO blog.drafts: where the post is a draft of somebody else, all of these are 404.


class CommentList(JsonView):
    """/posts/<slug>/comments"""

    def get(self, request, slug):
        # TODO blog.comments: 200 with an array, the oldest first. (JsonResponse wants safe=False for one.)
        return not_implemented()

    def post(self, request, slug):
        # TODO blog.comments: 201 with the comment and its Location.
        # TODO blog.html: the body is what was sent, markup and all.
        return not_implemented()


class CommentDetail(JsonView):
    """/posts/<slug>/comments/7"""

    def get(self, request, slug, comment_id):
        # TODO blog.comments: 200; 404 for a comment on another post.
        return not_implemented()

    def patch(self, request, slug, comment_id):
        # TODO blog.comments: for its author alone; 403 for others.
        return not_implemented()

    def delete(self, request, slug, comment_id):
        # TODO blog.comments: for its author and the post's; 403 for others.
        return not_implemented()
