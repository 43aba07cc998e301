"""A new password."""

from django.contrib.auth import logout
from django.http import HttpResponse

from accounts.access import MemberView
from accounts.register import password_faults
from api.http import ApiError, invalid
from api.validation import read_texts


class ChangePassword(MemberView):
    def post(self, request):
        old, new = read_texts(request, "old", "new")
        user = request.user
        if not user.check_password(old):
            raise ApiError(403, "the old password is wrong")
        if wrong := password_faults("new", new):
            raise invalid(wrong)
        user.set_password(new)
        user.save(update_fields=["password"])
        # Each session holds a mark made of the password's hash, and Django compares it at each request. So all sessions
        # of this user are over now, on every device. This one as well: update_session_auth_hash() would spare it.
        logout(request)
        return HttpResponse(status=204)
