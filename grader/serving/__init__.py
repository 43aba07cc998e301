"""A learner's project, served for as long as they like: `session` runs it, `following` and `letters` say what is new.

The command is `grade serve`. How a project is run is the runners' affair, and the same as in a grade.
"""

from grader.serving.session import Session, Show, given, serve

__all__ = ["Session", "Show", "given", "serve"]
