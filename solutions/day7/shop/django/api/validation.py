"""Rules for what a client sends. A rule is a function that takes a value and returns what is to be used, or raises
ValueError with what is wrong:

    obey({"name": text_rule(1, 100)}, read_object(request))
"""

from api.problems import invalid


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
        if not isinstance(value, str) or not least <= len(value) <= most:
            raise ValueError(f"must be a text of {least} to {most} characters")
        if not is_storable(value):
            raise ValueError("has a character that can't be stored")
        return value

    return rule


def number_rule(least, most):
    """The rule for a whole number of this range. To Python True is one, too; not to a shop."""

    def rule(value):
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return value

    return rule


def is_storable(value):
    """Whether every database can store the text. PostgreSQL can't store NUL, and none can store half a character:
    the JSON "\\ud83e" is the first half of an emoji.
    """
    return "\0" not in value and not any("\ud800" <= character <= "\udfff" for character in value)
