"""Answers its whole environment."""

import os

from serve import serve

serve(reached=lambda: dict(os.environ))
