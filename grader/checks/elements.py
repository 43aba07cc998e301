"""What is on a page, by role and accessible name: `Element`, which `browser.role(…)` gives. See `browsing`.

An element is a way to look, not a thing found: a list of steps from the page inwards, taken anew at every question.
"""

from __future__ import annotations

from typing import Any, Protocol

SECONDS = 8.0
Part = dict[str, Any]


class Ask(Protocol):
    """Has the browser take a step, and gives its answer. Raises Miss where the page did not let it be taken."""

    def __call__(self, do: str, **step: Any) -> dict[str, Any]: ...


class Element:
    """Whatever is found that way; of several what the question says."""

    def __init__(self, ask: Ask, at: tuple[Part, ...]) -> None:
        self._ask = ask
        self._at = at

    def _of(self, do: str, **step: Any) -> Any:
        return self._ask(do, at=list(self._at), **step).get("value")

    # --- looking closer ---
    def role(self, role: str, name: str = "", *, exact: bool = False) -> Element:
        """What has that role within it, and a name that contains the text."""
        return Element(self._ask, (*self._at, {"role": role, "name": name, "exact": exact}))

    def with_text(self, text: str) -> Element:
        """Of these only those that have the text somewhere in them."""
        return Element(self._ask, (*self._at, {"text": text}))

    def nth(self, place: int) -> Element:
        """Of these the one at that place; 0 is the first, -1 the last."""
        return Element(self._ask, (*self._at, {"nth": place}))

    # --- right now ---
    def count(self) -> int:
        """How many there are right now."""
        return int(self._of("count"))

    def texts(self) -> list[str]:
        """Their texts right now."""
        return [str(text) for text in self._of("texts")]

    # --- what a person does ---
    def fill(self, text: str) -> None:
        """Replaces what is in the field."""
        self._of("fill", text=text)

    def press(self, key: str) -> None:
        """Puts the focus there and presses a key: "Enter", "Space", "Tab"."""
        self._of("press", text=key)

    def click(self) -> None:
        """Clicks it."""
        self._of("click")

    def hover(self) -> None:
        """Points at it."""
        self._of("hover")

    # --- what a person sees ---
    def text(self) -> str:
        """Its text."""
        return str(self._of("text"))

    def value(self) -> str:
        """What is in the field."""
        return str(self._of("value"))

    def checked(self) -> bool:
        """Whether its tick is set."""
        return bool(self._of("checked"))

    def focused(self) -> bool:
        """Whether the focus is there."""
        return bool(self._of("focused"))

    def disabled(self) -> bool:
        """Whether it can't be used."""
        return bool(self._of("disabled"))

    def invalid_message(self) -> str:
        """The browser's own words at a field that it has refused to send; empty where it shows none."""
        return str(self._of("invalid-message"))

    # --- what comes in a moment ---
    def wait(self, seconds: float = SECONDS) -> Element:
        """Until there is one."""
        self._of("wait", until="there", seconds=seconds)
        return self

    def wait_gone(self, seconds: float = SECONDS) -> None:
        """Until there is none."""
        self._of("wait", until="gone", seconds=seconds)

    def wait_count(self, count: int, seconds: float = SECONDS) -> None:
        """Until there are that many."""
        self._of("wait", until="count", wanted=count, seconds=seconds)

    def wait_text(self, text: str = "", seconds: float = SECONDS) -> str:
        """Until one has that text in it, or any text at all; its whole text."""
        return str(self._of("wait", until="text", wanted=text, seconds=seconds))

    def wait_value(self, text: str, seconds: float = SECONDS) -> None:
        """Until that is in the field."""
        self._of("wait", until="value", wanted=text, seconds=seconds)

    def wait_checked(self, on: bool = True, seconds: float = SECONDS) -> None:
        """Until its tick is set, or not set."""
        self._of("wait", until="checked", wanted=on, seconds=seconds)
