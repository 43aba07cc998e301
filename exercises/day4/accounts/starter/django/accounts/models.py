"""Who has an account. After every change here: python manage.py makemigrations, then python manage.py migrate"""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import EmailValidator
from django.db import models

from api.validation import validate_storable


class UserManager(BaseUserManager):
    def create_user(self, email, password, **fields):
        """A new user, saved. Raises IntegrityError for an e-mail that is taken."""
        # TODO accounts.duplicate: the same e-mail in other case is the same person. How could the column know that?
        user = self.model(email=email, **fields)
        # TODO accounts.hash: what is stored must be a slow and salted hash, never the password. A user has a method
        #   that makes one and keeps it. (`user.password` is the column: to assign to it stores what is assigned.)
        user.save()
        return user


class User(AbstractBaseUser):
    """An account. AbstractBaseUser brings the column `password`, and what belongs to it."""

    # No EmailField: that one takes me@localhost, too.
    email = models.CharField(max_length=254, unique=True, validators=[EmailValidator(allowlist=[]), validate_storable])
    name = models.CharField(max_length=100, validators=[validate_storable])
    is_admin = models.BooleanField(default=False)

    objects = UserManager()
    USERNAME_FIELD = "email"

    def as_json(self):
        """What the API shows of a user: these fields by name, never the whole row."""
        return {"id": self.id, "email": self.email, "name": self.name}
