"""Who has an account. After every change here: python manage.py makemigrations"""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class User(AbstractBaseUser):
    """An account. AbstractBaseUser brings the column `password`, and what belongs to it."""

    email = models.CharField(max_length=254, unique=True)  # in lower case, so that unique means: in whatever case
    name = models.CharField(max_length=100)

    objects = BaseUserManager()  # authenticate() asks it for users by their e-mail
    USERNAME_FIELD = "email"

    def as_json(self):
        """For this user alone. These fields by name, never the whole row: so the hash can't slip out."""
        return {"id": self.id, "email": self.email, "name": self.name}

    def as_author(self):
        """For everybody: no e-mail."""
        return {"id": self.id, "name": self.name}
