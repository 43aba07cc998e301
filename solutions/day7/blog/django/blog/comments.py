"""/posts/<slug>/comments: whoever sees a post may comment on it."""

from django.db import IntegrityError, transaction
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone

from accounts.access import MemberToWriteView
from api.problems import ApiError
from blog.finding import find
from blog.rules import comment_text


class CommentList(MemberToWriteView):
    def get(self, request, slug):
        comments = find(request.user, slug).comments.select_related("author").order_by("pk")
        return JsonResponse([comment.as_json() for comment in comments], safe=False)

    def post(self, request, slug):
        body, moment = comment_text(request), timezone.now()
        try:
            with transaction.atomic():
                post = find(request.user, slug)
                comment = post.comments.create(author=request.user, body=body, created_at=moment, updated_at=moment)
        except IntegrityError:  # between the look and the INSERT the post was deleted
            raise ApiError(404, "the post was deleted meanwhile") from None
        where = reverse("comment", args=[slug, comment.pk])
        return JsonResponse(comment.as_json(), status=201, headers={"Location": where})


class CommentDetail(MemberToWriteView):
    def get(self, request, slug, comment_id):
        return JsonResponse(find_comment(find(request.user, slug), comment_id).as_json())

    def patch(self, request, slug, comment_id):
        """Its author alone: the post's author may delete it, but puts no words into another's mouth."""
        body = comment_text(request)
        with transaction.atomic():
            comment = find_comment(find(request.user, slug), comment_id, lock=True)
            allow(request.user, comment.author_id)
            comment.body, comment.updated_at = body, timezone.now()
            comment.save(update_fields=["body", "updated_at"])
        return JsonResponse(comment.as_json())

    def delete(self, request, slug, comment_id):
        with transaction.atomic():
            post = find(request.user, slug)
            comment = find_comment(post, comment_id, lock=True)
            allow(request.user, comment.author_id, post.author_id)
            comment.delete()
        return HttpResponse(status=204)


def find_comment(post, comment_id, lock=False):
    """The comment on this post: that of another one is none. Who is going to change it locks it."""
    comments = post.comments.select_for_update() if lock else post.comments.all()
    comment = comments.filter(pk=comment_id).first()
    if comment is None:
        raise ApiError(404, "there is no such comment on this post")
    return comment


def allow(user, *user_ids):
    """403 for everybody else."""
    if user.pk not in user_ids:
        raise ApiError(403, "this comment is somebody else's")
