"""Logging in: from then on the cookie says who it is."""

from api.http import JsonView, not_implemented


class Login(JsonView):
    """/auth/login"""

    def post(self, request):
        # TODO accounts.login: read_texts(request, "email", "password") of api/validation.py reads the body.
        #   django.contrib.auth has authenticate(request, email=…, password=…), which gives the user or None, and
        #   login(request, user), which begins a session and sets the cookie. 200 with the user. The e-mail counts in
        #   any case.
        # TODO accounts.wrong: a wrong password and an unknown e-mail get the same 401 with the same words, after the
        #   same time, so that nobody learns who has an account. What does authenticate() do for an e-mail that it does
        #   not know? Look at ModelBackend in Django's source (django/contrib/auth/backends.py).
        # TODO login-flow.rate-limit: limits.check(email) before, limits.remember(email) after a wrong login.
        return not_implemented()
