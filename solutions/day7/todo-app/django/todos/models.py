"""The tables of the todos. After every change here: python manage.py makemigrations"""

from django.conf import settings
from django.db import models


class Todo(models.Model):
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="todos")
    title = models.CharField(max_length=200)
    completed = models.BooleanField(default=False)
    due = models.DateField(null=True)
    position = models.BigIntegerField()  # only the order counts: there may be gaps

    def change(self, fields):
        """Changes the fields that are named, and saves them alone: the position may have become another meanwhile."""
        columns = [name for name in fields if name != "tags"]
        for name in columns:
            setattr(self, name, fields[name])
        self.save(update_fields=columns)
        if "tags" in fields:
            self.tags.all().delete()
            self.add_tags(fields["tags"])

    def add_tags(self, names):
        Tag.objects.bulk_create(Tag(todo=self, name=name, place=place) for place, name in enumerate(names))

    def as_json(self):
        return {
            "id": self.id,
            "title": self.title,
            "completed": self.completed,
            "due": self.due and self.due.isoformat(),
            "tags": [tag.name for tag in self.tags.all()],
            "position": self.position,
        }


class Tag(models.Model):
    """A row for each tag of each todo, so that the database can look for one of them."""

    todo = models.ForeignKey(Todo, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=30, db_index=True)
    place = models.SmallIntegerField()

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["todo", "name"], name="no_tag_twice")]


class Share(models.Model):
    """Who else sees a todo, and who may edit it as well."""

    todo = models.ForeignKey(Todo, on_delete=models.CASCADE, related_name="shares")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    can_edit = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["todo", "user"], name="one_share_for_each")]
