"""/posts and /posts/<slug>: write a post, read it, change it, publish it, delete it."""

from django.db import IntegrityError, transaction
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone

from accounts.access import MemberToWriteView
from api.problems import ApiError
from blog import feed
from blog.finding import find, find_own
from blog.models import Post, PostTag
from blog.rules import new_post, post_changes
from blog.slugs import slugs_for


class PostList(MemberToWriteView):
    def get(self, request):
        return JsonResponse(feed.page(request.GET.dict()))

    def post(self, request):
        post = insert(request.user, new_post(request))
        return JsonResponse(post.as_json(), status=201, headers={"Location": reverse("post", args=[post.slug])})


class PostDetail(MemberToWriteView):
    def get(self, request, slug):
        return JsonResponse(find(request.user, slug).as_json())

    def patch(self, request, slug):
        """The slug stays, whatever the title is now: people have linked to it."""
        fields = post_changes(request)
        with transaction.atomic():
            post = find_own(request.user, slug)
            change(post, fields)
        return JsonResponse(post.as_json())

    def delete(self, request, slug):
        """Tags and comments go with it: on_delete=CASCADE says so. The lock lets no comment come in meanwhile."""
        with transaction.atomic():
            find_own(request.user, slug).delete()
        return HttpResponse(status=204)


class Publish(MemberToWriteView):
    def post(self, request, slug):
        """The condition is in the UPDATE itself: of two requests at the same time only one sets the time."""
        with transaction.atomic():
            post = find_own(request.user, slug)
            Post.objects.filter(pk=post.pk, published_at__isnull=True).update(published_at=timezone.now())
            post.refresh_from_db()
        return JsonResponse(post.as_json())


def insert(author, fields):
    """A new draft with a slug of its own."""
    for slug in slugs_for(fields["title"]):
        try:
            with transaction.atomic():  # each try has its own: after an error a transaction is of no use
                return create(author, slug, fields)
        except IntegrityError:  # the slug is taken. Looking first would not do: somebody else may be inserting it now
            continue
    raise ApiError(409, "no free slug was found, please try again")


def create(author, slug, fields):
    moment = timezone.now()
    columns = {"title": fields["title"], "body": fields["body"], "created_at": moment, "updated_at": moment}
    post = Post.objects.create(author=author, slug=slug, **columns)
    add_tags(post, fields["tags"])
    return post


def change(post, fields):
    """Changes what is named, and saves that alone."""
    columns = {name: fields[name] for name in ("title", "body") if name in fields} | {"updated_at": timezone.now()}
    for name, value in columns.items():
        setattr(post, name, value)
    post.save(update_fields=columns)
    if "tags" in fields:
        post.tags.all().delete()
        add_tags(post, fields["tags"])


def add_tags(post, tags):
    PostTag.objects.bulk_create(PostTag(post=post, tag=tag) for tag in tags)
