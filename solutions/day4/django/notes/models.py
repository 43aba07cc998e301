"""What a note is, and with that its table. After every change here: python manage.py makemigrations"""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models

from api.validation import validate_storable

MOST_CHARACTERS = 10_000  # of a note's body


class Note(models.Model):
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notes")
    title = models.CharField(max_length=200, validators=[validate_storable])
    body = models.TextField(blank=True, default="", validators=[MaxLengthValidator(MOST_CHARACTERS), validate_storable])
    # Not auto_now_add and auto_now: each of them looks at the clock by itself, and the two times of a new note would
    # differ by some microseconds. The views set them.
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    def as_json(self):
        """JsonResponse writes times in ISO 8601; they are in UTC since USE_TZ is on."""
        return {
            "id": self.id,
            "title": self.title,
            "body": self.body,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
        }
