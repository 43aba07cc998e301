"""The tables of the blog. After every change here: python manage.py makemigrations"""

from django.conf import settings
from django.db import models


class Post(models.Model):
    slug = models.CharField(max_length=100, unique=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="posts")
    title = models.CharField(max_length=200)
    body = models.TextField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, db_index=True)  # none as long as it is a draft

    def as_json(self):
        return {
            "slug": self.slug,
            "title": self.title,
            "body": self.body,
            "tags": [row.tag for row in self.tags.all()],
            "status": "published" if self.published_at else "draft",
            "author": self.author.as_author(),
            "created_at": self.created_at.isoformat(),
            "updated_at": self.updated_at.isoformat(),
            "published_at": self.published_at and self.published_at.isoformat(),
        }


class PostTag(models.Model):
    """A row for each tag of each post: so both "which posts have it?" and "how many?" are simple questions."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="tags")
    tag = models.CharField(max_length=30, db_index=True)

    class Meta:
        ordering = ["tag"]
        constraints = [models.UniqueConstraint(fields=["post", "tag"], name="no_tag_twice")]


class Comment(models.Model):
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="comments")
    body = models.TextField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    def as_json(self):
        return {
            "id": self.id,
            "body": self.body,
            "author": self.author.as_author(),
            "created_at": self.created_at.isoformat(),
            "updated_at": self.updated_at.isoformat(),
        }
