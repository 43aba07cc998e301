"""What a client may send. The rules are right, but each check stops at the first thing that is wrong."""

import unicodedata

from api.http import read_object
from api.problems import invalid
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

LONGEST_TITLE = 200
LONGEST_EMAIL = 254
MOST_WATCHERS = 20
NOT_IN_A_TEXT = ("Cs",)  # Unicode's halves of characters, which no database can store
is_email = EmailValidator()

# TODO errors.validation: a client should hear of everything that is wrong at once. So a check must not raise: it could
#   give a list of {"field", "message"} instead, an empty one where all is well. read_ticket adds the lists up, and
#   raises once, if there is anything in them.
# TODO errors.validation: of the watchers it should hear which one is wrong, by the path: watchers.0.email. So a check
#   must be told the path to what it looks at.
# TODO mail.injection: a title is one line. What if there is a newline in it?


def fault(field, message):
    return [{"field": field, "message": message}]


def check_title(field, value):
    if not isinstance(value, str) or not 1 <= len(value) <= LONGEST_TITLE:
        raise invalid(fault(field, f"must be a text of 1 to {LONGEST_TITLE} characters"))
    if any(sign == "\0" or unicodedata.category(sign) in NOT_IN_A_TEXT for sign in value):
        raise invalid(fault(field, "must be made of whole characters, without NUL"))


def check_priority(field, value):
    whole = isinstance(value, int) and not isinstance(value, bool)  # Python counts True as an integer
    if not whole or not 1 <= value <= 5:
        raise invalid(fault(field, "must be a whole number from 1 to 5"))


def check_status(field, value):
    if value not in ("open", "closed"):
        raise invalid(fault(field, 'must be "open" or "closed"'))


def check_email(field, value):
    try:
        if isinstance(value, str) and len(value) <= LONGEST_EMAIL:
            return is_email(value)
    except ValidationError:
        pass
    raise invalid(fault(field, "must be an e-mail address"))


def check_watchers(field, value):
    if not isinstance(value, list) or len(value) > MOST_WATCHERS:
        raise invalid(fault(field, f"must be an array of at most {MOST_WATCHERS}"))
    for watcher in value:
        if not isinstance(watcher, dict):
            raise invalid(fault(field, "must be objects with an email"))
        check_email(field, watcher.get("email"))


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
    for name, value in fields.items():
        RULES[name](name, value)
    return fields


def read_page(request):
    """(page, per_page) of the query, or raises 422."""
    page = number(request, "page", 1)
    return page, number(request, "per_page", min(20, settings.MAX_PAGE_SIZE), settings.MAX_PAGE_SIZE)


def number(request, name, absent, most=None):
    try:
        value = int(request.GET.get(name, absent))
    except ValueError:
        raise invalid(fault(name, "must be a whole number")) from None
    if value < 1 or (most and value > most):
        raise invalid(fault(name, f"must be from 1 to {most}" if most else "must be 1 or more"))
    return value
