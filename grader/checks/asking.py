"""How fixtures' thin clients ask the process that holds the app: over the channel."""

from __future__ import annotations

from typing import Any

from grader.checks.channel import Channel
from grader.checks.values import Miss
from grader.server.answers import Unavailable


def asked(channel: Channel, **question: Any) -> dict[str, Any]:
    """An answer, or what it stands for: Unavailable, or the learner's app that did not come up again."""
    answer = channel.ask(**question)
    if "unavailable" in answer:
        raise Unavailable(answer["unavailable"])
    if "miss" in answer:
        raise Miss(str(answer.get("expected", "the app to start again and answer")), answer["miss"])
    return answer
