"""Who has an account, and who failed to log in. After every change here: python manage.py makemigrations"""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import EmailValidator
from django.db import models

from api.validation import validate_storable


class UserManager(BaseUserManager):
    def create_user(self, email, password, **fields):
        """A new user, saved. Raises IntegrityError for an e-mail that is taken."""
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)  # what is stored is a hash of it
        user.save()
        return user


class User(AbstractBaseUser):
    """An account. AbstractBaseUser brings the column `password`, and what belongs to it."""

    # In small letters, so that `unique` means unique in whatever case. No EmailField: that one takes me@localhost, too.
    email = models.CharField(max_length=254, unique=True, validators=[EmailValidator(allowlist=[]), validate_storable])
    name = models.CharField(max_length=100, validators=[validate_storable])
    is_admin = models.BooleanField(default=False)

    objects = UserManager()
    USERNAME_FIELD = "email"

    def as_json(self):
        """What the API shows of a user: these fields by name, never the whole row."""
        return {"id": self.id, "email": self.email, "name": self.name}


class FailedLogin(models.Model):
    """A wrong login, kept for as long as it counts."""

    email = models.CharField(max_length=254, db_index=True)
    at = models.DateTimeField(db_index=True)
