"""The tables of the blog. After every change here: python manage.py makemigrations. The Procfile's line migrates."""

# TODO blog.posts: `class Post(models.Model)`; `from django.db import models`. Its author is a ForeignKey to
#   settings.AUTH_USER_MODEL. The slug must be unique, and the database is to see to it. as_json() with all the fields
#   of a Post in openapi.yaml is of use everywhere. Then run makemigrations, and keep the files that it writes.
# TODO blog.drafts: when it was published; as long as it is a draft, there is no such time.
# TODO blog.tags: a table of their own, with a row for each tag of each post; each pair once (UniqueConstraint).
# TODO blog.comments: Comment: its post, its author, its text. on_delete decides what becomes of it without its post.
# TODO blog.profile: the author in a post or comment is {"id", "name"}. as_json() of User has the e-mail: not for others
#   to see.
# TODO blog.html: titles and comments are what was sent. Nothing is escaped or taken away, here or when they are stored.
