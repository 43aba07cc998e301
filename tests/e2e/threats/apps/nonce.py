"""Answers with a word of its own."""

import sys

from serve import serve

serve(reached=lambda: sys.argv[1:])
