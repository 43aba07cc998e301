"""A new password."""

from accounts.access import MemberView
from api.http import not_implemented


class ChangePassword(MemberView):
    """/auth/password"""

    def post(self, request):
        # TODO login-flow.change-password: {"old": …, "new": …}. A user can check_password() and set_password(); what
        #   has been set must be saved. The new one obeys the rules of registering (422). 204.
        #   Afterwards no old session works any more, this one included. Find out what get_session_auth_hash() does,
        #   and what it has to do with this.
        return not_implemented()
