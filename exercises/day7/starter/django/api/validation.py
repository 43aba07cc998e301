"""Holds what a client sent against rules. Finished. There are two ways; take whichever you like.

check(), as on days 3 and 4, asks a model: its field types and validators are the rules.

obey() asks functions. A rule is one that takes a value and returns what is to be used, or raises ValueError with what
is wrong, and text_rule() makes rules for texts:

    obey({"name": text_rule(1, 100)}, read_object(request))

What is absent no rule sees. For fields that must be there: `dict.fromkeys(rules) | read_object(request)`.
"""

from django.core.exceptions import ValidationError

from api.http import invalid, read_object


# --- by a model -------------------------------------------------------------------------------------------------------
def is_text(value):
    return isinstance(value, str)


TEXT = (is_text, "must be a text")


def check(instance, kinds):
    """Raises 422 unless the fields in `kinds` are of their kind and keep the rules of the model."""
    if wrong := faults(instance, kinds):
        raise invalid(wrong)


def faults(instance, kinds):
    """A message for each of these fields that is wrong.

    Django looks at the rules (max_length, blank, validators) only when it is told to, never by itself in save(). And
    it would turn the number 7 into the text "7" first: so the kinds come before the rules.
    """
    wrong = {name: message for name, (fits, message) in kinds.items() if not fits(getattr(instance, name))}
    others = {field.name for field in instance._meta.fields} - set(kinds)
    try:
        instance.clean_fields(exclude=others | set(wrong))
    except ValidationError as error:
        wrong |= {name: " ".join(messages) for name, messages in error.message_dict.items()}
    return wrong


def read_texts(request, *names):
    """These fields of the body, in this order, where no model has rules for them. 422 unless all are texts."""
    sent, wrong = read_object(request), {}
    for name in names:
        try:
            validate_text(sent.get(name))
        except ValidationError as error:
            wrong[name] = error.message
    if wrong:
        raise invalid(wrong)
    return [sent[name] for name in names]


def validate_text(value):
    """A validator for what may be no text at all."""
    if not is_text(value):
        raise ValidationError(TEXT[1])
    validate_storable(value)


def validate_storable(text):
    """A validator for texts: some that JSON can hold, a database can't."""
    if "\0" in text:
        raise ValidationError("Must not contain the character NUL.")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # JSON's "\ud800": half of a pair, and no character by itself
        raise ValidationError("Must be made of whole characters.") from None


# --- by functions -----------------------------------------------------------------------------------------------------
def obey(rules, values):
    """What the rules make of those values that they know. 422 that names all that break theirs."""
    good, wrong = {}, {}
    for name, rule in rules.items():
        if name in values:
            try:
                good[name] = rule(values[name])
            except ValueError as error:
                wrong[name] = str(error)
    if wrong:
        raise invalid(wrong)
    return good


def text_rule(least, most):
    """The rule for a text of so many characters."""

    def rule(value):
        if not is_text(value) or not least <= len(value) <= most:
            raise ValueError(f"must be a text of {least} to {most} characters")
        try:
            validate_storable(value)
        except ValidationError as error:
            raise ValueError(error.message) from None
        return value

    return rule
