"""Ends in the middle of a request for /reached, with a last word; at a second start in the same way, too."""

import os

from serve import serve


def end():
    print("the last words of the app", flush=True)
    os._exit(9)


serve(reached=end)
