"""Logging in: from then on the cookie says who it is."""

from django.contrib.auth import authenticate, login
from django.http import JsonResponse

from accounts import limits
from api.http import ApiError, JsonView
from api.validation import read_texts


class Login(JsonView):
    def post(self, request):
        email, password = read_texts(request, "email", "password")
        email = email.lower()
        limits.check(email)
        # Where there is no such user, authenticate() hashes the password all the same. So neither the answer nor the
        # time that it takes tells a stranger who has an account here.
        user = authenticate(request, email=email, password=password)
        if user is None:
            limits.remember(email)
            raise ApiError(401, "the e-mail or the password is wrong")
        login(request, user)  # a new session with a new key, and the cookie
        return JsonResponse(user.as_json())
