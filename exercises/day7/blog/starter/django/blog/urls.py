"""Which view answers which address. `<slug:…>` is Django's own, `<id:…>` is explained in api/converters.py."""

from django.urls import path

from blog.comments import CommentDetail, CommentList
from blog.feed import Profile, TagList
from blog.posts import PostDetail, PostList, Publish

urlpatterns = [
    path("posts", PostList.as_view()),
    path("posts/<slug:slug>", PostDetail.as_view(), name="post"),
    path("posts/<slug:slug>/publish", Publish.as_view()),
    path("posts/<slug:slug>/comments", CommentList.as_view()),
    path("posts/<slug:slug>/comments/<id:comment_id>", CommentDetail.as_view(), name="comment"),
    path("tags", TagList.as_view()),
    path("users/<id:user_id>", Profile.as_view()),
]
