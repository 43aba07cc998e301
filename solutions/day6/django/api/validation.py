"""Holds what a client sent against the kinds of its fields and the rules of the model."""

from django.core.exceptions import ValidationError

from api.http import invalid


def is_text(value):
    return isinstance(value, str)


def is_flag(value):
    return isinstance(value, bool)


def is_whole_number(value):
    return isinstance(value, int) and not isinstance(value, bool)  # Python counts True as an integer


TEXT = (is_text, "must be a text")
FLAG = (is_flag, "must be true or false")
WHOLE_NUMBER_OR_NULL = (lambda value: value is None or is_whole_number(value), "must be a whole number or null")


def check(instance, kinds):
    """Raises 422 unless the fields in `kinds` are of their kind, and all fields keep the rules of the model.

    Django looks at the rules (max_length, blank, validators) only when it is told to, never by itself in save(). And
    it would turn the number 7 into the text "7" first: so the kinds come before the rules.
    """
    wrong = {name: message for name, (fits, message) in kinds.items() if not fits(getattr(instance, name))}
    try:
        instance.clean_fields(exclude=set(wrong))
    except ValidationError as error:
        wrong |= {name: " ".join(messages) for name, messages in error.message_dict.items()}
    if wrong:
        raise invalid(wrong)


def validate_storable(text):
    """A validator for texts: some that JSON can hold, a database can't."""
    if "\0" in text:
        raise ValidationError("Must not contain the character NUL.")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # JSON's "\ud800": half of a pair, and no character by itself
        raise ValidationError("Must be made of whole characters.") from None
