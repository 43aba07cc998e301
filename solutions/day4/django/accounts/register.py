"""Making an account."""

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import JsonResponse

from accounts.models import User
from api.http import ApiError, JsonView, invalid, read_object
from api.validation import TEXT, faults, validate_text


class Register(JsonView):
    def post(self, request):
        email, name, password = read_account(request)
        try:
            # To look first whether the e-mail is taken is not enough: another request may take it before we save. The
            # database knows, since the column is unique. atomic() undoes what it has begun when it refuses.
            with transaction.atomic():
                user = User.objects.create_user(
                    email, password, name=name, is_admin=email.lower() == settings.ADMIN_EMAIL
                )
        except IntegrityError:
            raise ApiError(409, "this e-mail has an account already") from None
        return JsonResponse(user.as_json(), status=201)


def read_account(request):
    """E-mail, name and password, and nothing else that the client may have sent along."""
    sent = read_object(request)
    email, name, password = sent.get("email"), sent.get("name"), sent.get("password")
    wrong = faults(User(email=email, name=name), {"email": TEXT, "name": TEXT}) | password_faults("password", password)
    if wrong:
        raise invalid(wrong)
    return email, name, password


def password_faults(field, password):
    """What is wrong with a new password, as `fields` has it; nothing if it may be used."""
    try:
        validate_text(password)
        validate_password(password)  # the rules of AUTH_PASSWORD_VALIDATORS
    except ValidationError as error:
        return {field: " ".join(error.messages)}
    return {}
