"""/admin: for admins alone."""

from flask import Blueprint

import access
from web import not_yet

bp = Blueprint("admin", __name__, url_prefix="/admin")
bp.before_request(access.require_admin)


@bp.get("/users")
def list_users():
    """All users, for admins."""
    # TODO access.admin: answer 200 with a JSON array of the users, without any password or hash. Who is an admin is
    #   decided when they register: settings.ADMIN_EMAIL.
    return not_yet()
