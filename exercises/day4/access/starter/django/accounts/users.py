"""All users, for admins."""

from accounts.access import AdminView
from api.http import not_implemented


class UserList(AdminView):
    """/admin/users"""

    def get(self, request):
        # TODO access.admin: 200 with an array of all users. A user has as_json(): why not simply values(), which gives
        #   all columns?
        return not_implemented()
