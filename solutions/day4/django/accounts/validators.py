"""A rule for passwords that Django does not bring along."""

from django.core.exceptions import ValidationError


class MaximumLengthValidator:
    """The longer a text, the longer it takes to hash it. An upper limit keeps anybody from sending a megabyte."""

    def __init__(self, max_length):
        self.max_length = max_length

    def validate(self, password, user=None):
        if len(password) > self.max_length:
            raise ValidationError(f"This password has more than {self.max_length} characters.")
