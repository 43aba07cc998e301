"""Watch mode: a project that is graded again at every save, on a server that stays.

`session` holds that server and grades; `changes` tells of saves; `choosing` says what comes first; `warm` is the server
that starts an app within one container, with `agent.py` and `agent.js` inside it. The command is `grade --watch`.
"""

from grader.watching.changes import Changes
from grader.watching.session import Session, Verdict
from grader.watching.warm import WarmRunner

__all__ = ["Changes", "Session", "Verdict", "WarmRunner"]
