"""/admin: for admins alone."""

from flask import Blueprint
from sqlalchemy import select

import access
from db import open_session
from users import User

bp = Blueprint("admin", __name__, url_prefix="/admin")
bp.before_request(access.require_admin)


@bp.get("/users")
def list_users():
    with open_session() as session:
        users = session.scalars(select(User).order_by(User.id))
        return [user.as_json() | {"is_admin": user.is_admin} for user in users]
