"""POST /auth/password and DELETE /me: what changes an account, or ends it."""

from flask import Blueprint

import access
from web import not_yet

bp = Blueprint("changes", __name__)
bp.before_request(access.require_user)

# TODO login-flow.whole: nothing to write, it all has to play together: register, log in, /me, make a note, log out, and
#   then /me is 401.


@bp.post("/auth/password")
def change_password():
    """A new password for who knows the old one: {"old": …, "new": …}."""
    # TODO login-flow.change-password: check the old one (a wrong one is 401, 403 or 422), obey the rule for the new
    #   one, store its hash, answer 204. From now on the old password and all tokens from before are worthless.
    return not_yet()


@bp.delete("/me")
def delete_me():
    """Ends the account."""
    # TODO login-flow.delete-account: answer 204. Login is 401 then, the notes are gone, and the e-mail is free again.
    return not_yet()
