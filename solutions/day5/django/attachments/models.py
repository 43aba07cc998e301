"""What is known of an attachment. The bytes themselves are a file in UPLOAD_DIR, under a name of our own."""

import uuid

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from tickets.models import Ticket


def upload_dir():
    return FileSystemStorage(settings.UPLOAD_DIR)


def own_name(attachment, filename):
    """Nothing of the client's name is in it: so it can't lead out of the folder, nor be too long, nor be taken."""
    return uuid.uuid4().hex


class Attachment(models.Model):
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="attachments")
    filename = models.CharField(max_length=255)  # what the client calls it; never a path
    file = models.FileField(storage=upload_dir, upload_to=own_name)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=100)

    def as_json(self):
        return {
            "id": self.id,
            "filename": self.filename,
            "size": self.size,
            "sha256": self.sha256,
            "content_type": self.content_type,
        }
