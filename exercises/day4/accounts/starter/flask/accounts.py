"""/auth/register and /auth/login.

    email      one @ with something before it, and a domain with a dot after it
    password   10 to 1 000 characters
    name       a text of at most 100 characters that is not empty

Whatever else a body holds is ignored.
"""

from flask import Blueprint

from web import not_yet

bp = Blueprint("accounts", __name__, url_prefix="/auth")

# TODO accounts.validate: a rule for each field. A body that breaks one is answered 422 with `fields`. notes.py shows
#   how it is done with text_rule() and obey(). An e-mail needs a rule of its own; a regular expression helps.


@bp.post("/register")
def register():
    """A new account."""
    # TODO accounts.register: answer 201 with the user: id, email and name, never the password. passwords.py has the
    #   hash.
    # TODO accounts.duplicate: 409 if there is an account with this e-mail, in whatever case. Looking first is not
    #   enough: the database says so when it refuses, with an IntegrityError (from sqlalchemy.exc).
    # TODO access.no-escalation: whatever else stands in the body ("is_admin": true, …) counts for nothing.
    return not_yet()


@bp.post("/login")
def login():
    """A token for who knows the password."""
    # TODO accounts.login: answer 200 with {"access_token": …, "token_type": "Bearer", "expires_in": seconds}. The token
    #   comes from tokens.issue(). The e-mail may come in any case.
    # TODO accounts.wrong: else 401, the same words whether the e-mail or the password was wrong. access.py has
    #   refuse().
    # TODO login-flow.rate-limit: attempts.py counts the wrong ones.
    return not_yet()
