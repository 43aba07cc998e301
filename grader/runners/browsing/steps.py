"""All that can be asked of a page: the table STEPS, one function a step. Each gives the answer's value."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from . import elements, network, pages
from .waiting import wait

if TYPE_CHECKING:
    from .visit import Visit

Answer = Callable[["Visit", dict[str, Any]], Awaitable[Any]]
STEPS: Mapping[str, Answer] = {
    "open": pages.open_page,
    "reload": pages.reload,
    "page-text": pages.page_text,
    "page-press": pages.page_press,
    "title": pages.title,
    "settle": pages.settle,
    "messages": pages.messages,
    "picture": pages.picture,
    "fill": elements.fill,
    "press": elements.press,
    "hover": elements.hover,
    "click": elements.click,
    "count": elements.how_many,
    "texts": elements.texts,
    "text": elements.text,
    "value": elements.value,
    "checked": elements.checked,
    "disabled": elements.disabled,
    "focused": elements.focused,
    "invalid-message": elements.invalid_message,
    "wait": wait,
    "fail": network.fail,
    "heal": network.heal,
    "noted": pages.noted,
    "forget": pages.forget,
    "origin": network.origin,
    "other-origin": network.other_origin,
    "fetch": network.fetch,
}
