"""What one can do with one's own account: look at it, log out, delete it. settings.py says how long a session lasts."""

from accounts.access import MemberView
from api.http import not_implemented


class Me(MemberView):
    """/me"""

    def get(self, request):
        # TODO tokens.me: 200 with the user.
        # TODO tokens.tampered: Django looks the cookie's key up among its sessions. Change a character of the cookie
        #   and see what /me answers: is it 401?
        return not_implemented()

    def delete(self, request):
        # TODO login-flow.delete-account: 204. The account is gone, its notes are, its session is over, and the e-mail
        #   is free again. An account that is only marked as deleted is not gone.
        return not_implemented()


class Logout(MemberView):
    """/auth/logout"""

    def post(self, request):
        # TODO tokens.logout: 204. To delete the cookie in the browser is not enough: somebody may have kept a copy. So
        #   the session must end on the server. django.contrib.auth has a function for it.
        return not_implemented()
