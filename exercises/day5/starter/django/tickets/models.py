"""What a ticket is, and with that its table. After every change here: python manage.py makemigrations"""

from django.db import models


class Ticket(models.Model):
    title = models.CharField(max_length=200)
    priority = models.SmallIntegerField()
    status = models.CharField(max_length=10, default="open")
    reporter_email = models.CharField(max_length=254)
    created_at = models.DateTimeField(auto_now_add=True)

    def as_json(self):
        return {
            "id": self.id,
            "title": self.title,
            "priority": self.priority,
            "status": self.status,
            "reporter_email": self.reporter_email,
            "watchers": [{"email": watcher.email} for watcher in self.watchers.all()],
        }


class Watcher(models.Model):
    """Somebody who wants to know how a ticket goes on."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="watchers")
    email = models.CharField(max_length=254)

    class Meta:
        ordering = ["id"]
