"""Answers with a word of its own on /reached, and on the ports that everybody uses as well."""

import sys

from serve import serve

serve(lambda _: [] if sys.argv[1] else ["no nonce"])
