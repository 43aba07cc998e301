"""Making an account."""

import re

from django.db import IntegrityError, transaction
from django.http import JsonResponse

from accounts.models import User
from api.http import JsonView, read_object
from api.problems import ApiError
from api.validation import obey, text_rule

EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


class Register(JsonView):
    def post(self, request):
        fields = obey(RULES, dict.fromkeys(RULES) | read_object(request))
        try:
            # To look first whether the e-mail is taken is not enough: another request may take it before we save. The
            # database knows, since the column is unique. atomic() undoes what it has begun when it refuses.
            user = User(email=fields["email"], name=fields["name"])
            user.set_password(fields["password"])  # slow on purpose, and so it is done before the transaction
            with transaction.atomic():
                user.save()
        except IntegrityError:
            raise ApiError(409, "this e-mail has an account already") from None
        return JsonResponse(user.as_json(), status=201)


def email_rule(value):
    """In lower case: to all that counts, Ada@Example.com and ada@example.com are one mailbox."""
    email = text_rule(1, 254)(value.lower() if isinstance(value, str) else value)
    if not EMAIL.fullmatch(email):
        raise ValueError("must be an e-mail address")
    return email


def name_rule(value):
    name = text_rule(1, 100)(value)
    if not name.strip():
        raise ValueError("must not be blank")
    return name


RULES = {"email": email_rule, "password": text_rule(10, 1000), "name": name_rule}
