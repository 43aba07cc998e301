"""What a todo is, and with that its table. After every change here: python manage.py makemigrations"""

from django.db import models

from api.validation import validate_storable


class Todo(models.Model):
    title = models.TextField(validators=[validate_storable])
    completed = models.BooleanField(default=False)
    order = models.BigIntegerField(null=True, blank=True)
