"""Logging in: from then on the cookie says who it is."""

from django.contrib.auth import authenticate, login
from django.http import JsonResponse

from accounts.access import stay_logged_in
from api.http import JsonView, read_object
from api.problems import ApiError
from api.validation import obey, text_rule

RULES = {"email": text_rule(1, 1000), "password": text_rule(1, 1000)}


class Login(JsonView):
    def post(self, request):
        fields = obey(RULES, dict.fromkeys(RULES) | read_object(request))
        # Where there is no such user, authenticate() hashes the password all the same. So neither the answer nor the
        # time that it takes tells a stranger who has an account here.
        user = authenticate(request, email=fields["email"].lower(), password=fields["password"])
        if user is None:
            raise ApiError(401, "the e-mail or the password is wrong")
        login(request, user)  # a new session with a new key, and the cookie
        stay_logged_in(request.session)
        return JsonResponse(user.as_json())
