"""Who has an account. After every change here: python manage.py makemigrations"""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class User(AbstractBaseUser):
    """An account. AbstractBaseUser brings the column `password`, and what belongs to it."""

    email = models.CharField(max_length=254, unique=True)  # in lower case, so that unique means: in whatever case
    name = models.CharField(max_length=100)
    is_admin = models.BooleanField(default=False)

    objects = BaseUserManager()  # authenticate() asks it for users by their e-mail
    USERNAME_FIELD = "email"

    def as_json(self):
        """What the API shows of a user: these fields by name, never the whole row."""
        return {"id": self.id, "email": self.email, "name": self.name}
