"""What stands in a step's way, as the answer to it. `grader.checks.page_words` makes words of them.

none        there is no such element           several     more than one, and nothing decides
late        it did not let itself be used      not-yet     what was waited for did not come
unopened    there is no page at that address   stuck       the page answers nothing any more, or has crashed
"""

from __future__ import annotations

from typing import Any


class Problem(Exception):  # noqa: N818  # an answer, not a fault
    """A step that could not be taken."""

    def __init__(self, problem: str, **more: Any) -> None:
        super().__init__(problem)
        self.answer = {"problem": problem, **more}
