"""What a client may send. Each check gives a list of {"field", "message"}: all that is wrong, not the first of it."""

import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from api.http import read_object
from api.problems import invalid

LONGEST_TITLE = 200
LONGEST_EMAIL = 254
MOST_WATCHERS = 20
NOT_IN_A_LINE = ("Cc", "Cs", "Zl", "Zp")  # Unicode's control characters, halves of characters, line breaks
is_email = EmailValidator()


def fault(field, message):
    return [{"field": field, "message": message}]


def check_title(field, value):
    if not isinstance(value, str) or not 1 <= len(value) <= LONGEST_TITLE:
        return fault(field, f"must be a text of 1 to {LONGEST_TITLE} characters")
    # A title is one line. With a newline in it, it could add lines of its own to a mail's header.
    unfit = any(unicodedata.category(sign) in NOT_IN_A_LINE for sign in value)
    return fault(field, "must be one line, without control characters") if unfit else []


def check_priority(field, value):
    whole = isinstance(value, int) and not isinstance(value, bool)  # Python counts True as an integer
    return [] if whole and 1 <= value <= 5 else fault(field, "must be a whole number from 1 to 5")


def check_status(field, value):
    return [] if value in ("open", "closed") else fault(field, 'must be "open" or "closed"')


def check_email(field, value):
    try:
        if isinstance(value, str) and len(value) <= LONGEST_EMAIL:
            is_email(value)
            return []
    except ValidationError:
        pass
    return fault(field, "must be an e-mail address")


def check_watchers(field, value):
    if not isinstance(value, list) or len(value) > MOST_WATCHERS:
        return fault(field, f"must be an array of at most {MOST_WATCHERS}")
    return [wrong for number, watcher in enumerate(value) for wrong in check_watcher(f"{field}.{number}", watcher)]


def check_watcher(field, value):
    """`field` is the path so far, watchers.0, so that a client knows which one is meant."""
    if not isinstance(value, dict):
        return fault(field, "must be an object with an email")
    return check_email(f"{field}.email", value.get("email"))


RULES = {
    "title": check_title,
    "priority": check_priority,
    "status": check_status,
    "reporter_email": check_email,
    "watchers": check_watchers,
}
ABSENT = {"title": None, "priority": 3, "reporter_email": None, "watchers": []}


def read_ticket(request, partial=False):
    """The valid fields of the body: all of them, or with `partial` just those that the client names. Or raises 422."""
    sent = read_object(request)
    fields = {name: sent[name] for name in RULES if name in sent}
    if not partial:
        fields = ABSENT | fields | {"status": "open"}  # as every new ticket
    if errors := [wrong for name, value in fields.items() for wrong in RULES[name](name, value)]:
        raise invalid(errors)
    return fields


def read_page(request):
    """(page, per_page) of the query, or raises 422."""
    page, wrong_page = number(request, "page", 1)
    per_page, wrong_size = number(request, "per_page", min(20, settings.MAX_PAGE_SIZE), settings.MAX_PAGE_SIZE)
    if errors := wrong_page + wrong_size:
        raise invalid(errors)
    return page, per_page


def number(request, name, absent, most=None):
    """(the number, what is wrong with it)"""
    try:
        value = int(request.GET.get(name, absent))
    except ValueError:
        return absent, fault(name, "must be a whole number")
    if value < 1 or (most and value > most):
        return absent, fault(name, f"must be from 1 to {most}" if most else "must be 1 or more")
    return value, []
