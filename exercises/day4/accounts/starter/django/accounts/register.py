"""Making an account. The model User is in accounts/models.py, check() and read_texts() in api/validation.py."""

from api.http import JsonView, not_implemented


class Register(JsonView):
    """/auth/register"""

    def post(self, request):
        # TODO accounts.validate: faults(User(email=…, name=…), {"email": TEXT, "name": TEXT}) gives a message for each
        #   of the two that breaks the model's rules. The password has rules of its own, 10 to 1000 characters, and no
        #   model can check them: it only ever sees the hash. `raise invalid({…})` with all that is wrong.
        # TODO accounts.register: User.objects.create_user() makes the user. 201 with what as_json() of it says.
        # TODO access.no-escalation: take e-mail, name and password out of the body, by their names, and nothing else.
        # TODO access.admin: is_admin is true for the e-mail of the setting ADMIN_EMAIL, in whatever case.
        # TODO accounts.duplicate: the column is unique, so the database refuses the second one with IntegrityError
        #   (django.db). Make a 409 of it. Two requests may come at the same time: to look first is not enough.
        #   `with transaction.atomic():` around it, or PostgreSQL would refuse all that comes after.
        return not_implemented()
