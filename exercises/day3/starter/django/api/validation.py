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

    `instance` is a Note or a Todo that is not saved yet; `kinds` for example {"title": TEXT, "body": TEXT}.
    """
    # TODO notes.validate: Django looks at the rules of a model (max_length, blank, validators) only when it is told to,
    #   never by itself in save(). `instance.clean_fields()` tells it to. It raises Django's ValidationError, and the
    #   error's `message_dict` has the messages by field: {"title": ["…", "…"]}. Make `raise invalid({…})` of it.
    #   But clean_fields() turns the number 7 into the text "7" before it looks. So hold every field against its kind
    #   first: `fits, message = kinds["title"]`, then `fits(instance.title)`. `clean_fields(exclude={"title"})` leaves
    #   out what is known to be wrong. The client wants to hear of all wrong fields at once.


def validate_storable(text):
    """A validator for texts: some that JSON can hold, a database can't."""
    if "\0" in text:
        raise ValidationError("Must not contain the character NUL.")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # JSON's "\ud800": half of a pair, and no character by itself
        raise ValidationError("Must be made of whole characters.") from None
