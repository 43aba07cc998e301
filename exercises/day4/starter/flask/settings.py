"""What is different on every machine comes from the environment. A secret never stands in the code."""

import os

# TODO tokens.secret: the key that tokens are signed with comes from the environment variable SECRET_KEY. Whoever knows
#   it can make tokens for anybody, and everybody who reads this file knows this one.
# TODO tokens.restart: where there is no SECRET_KEY (on your own machine), say so loudly. A key that is drawn anew at
#   each start will do there, but what happens to all tokens then?
SECRET_KEY = "everybody-who-reads-this-can-sign-tokens"

# TODO tokens.expiry: from the environment variable TOKEN_TTL_SECONDS, a number of seconds; 900 where there is none.
TOKEN_TTL_SECONDS = 900

# TODO access.admin: from the environment variable ADMIN_EMAIL. Whoever registers with it is an admin.
ADMIN_EMAIL = ""
