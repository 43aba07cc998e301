"""What a page lacks, in a learner's words: what a step expected, and what is there instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from grader.checks.values import Miss, quoted, shortened

VOWELS = "aeiou"
MOST_NAMES = 6  # of a role
OFTEN = 40  # characters of a name that is listed
ACTS = {"fill": "be filled in", "press": "take a key", "click": "be clicked", "hover": "be pointed at"}
CAUSES = {
    "disabled": "it is disabled",
    "covered": "something else lies over it",
    "moving": "it never keeps still",
    "unseen": "it can't be seen",
    "": "it did not let itself be used in time",
}


def missed(step: Mapping[str, Any], reply: Mapping[str, Any]) -> Miss:
    """The Miss that stands for a step which the page did not let be taken."""
    kind, at = reply["problem"], step.get("at", [])
    if kind == "none":
        return Miss(f"{called(at)} on the page", f"none; {there_is(reply)}")
    if kind == "several":
        return Miss(f"only one: {called(at)}", f"{reply['count']} of them; {there_is(reply)}")
    if kind == "late":
        got = f"{CAUSES.get(str(reply.get('cause')), CAUSES[''])}; {there_is(reply)}"
        return Miss(f"{called(at)} that can {ACTS.get(step['do'], 'be used')}", got)
    if kind == "not-yet":
        return Miss(waited_for(step), f"{reply['got']} after {step['seconds']:g} s; {there_is(reply)}")
    if kind == "unopened":
        return Miss(f"a page at {step.get('path') or 'the same address'}", str(reply["got"]))
    return Miss("a page that goes on answering", str(reply["got"]))


def waited_for(step: Mapping[str, Any]) -> str:
    """What a waiting step waited for."""
    at, until, wanted = step["at"], step["until"], step.get("wanted")
    if until == "gone":
        return f"{called(at)} to go away"
    if until == "count":
        return f"{wanted} of: {called(at)}"
    if until == "text":
        return f"{called(at)} with the text {quoted(wanted)}" if wanted else f"{called(at)} with a text"
    if until == "value":
        return f"{called(at)} that holds {quoted(wanted)}"
    if until == "checked":
        return f"{called(at)} that is {'' if wanted else 'not '}ticked"
    return f"{called(at)} on the page"


def called(at: Sequence[Mapping[str, Any]]) -> str:
    """Where a step looked: `a checkbox in the listitem with "Buy milk"`."""
    words: list[str] = []
    for part in at:
        if "role" in part:
            name = f" called {quoted(part['name'])}" if part["name"] else ""
            words.append(f"{part['role']}{name}")
        elif "text" in part and words:
            words[-1] += f" with {quoted(part['text'])}"
        elif "nth" in part and words:
            words[-1] += f" (number {part['nth'] + 1})" if part["nth"] >= 0 else " (the last)"
    if not words:
        return "an element"
    *outer, last = words
    return " in the ".join([article(last), *reversed(outer)])


def article(noun: str) -> str:
    """A word with its article."""
    return f"{'an' if noun[:1] in VOWELS else 'a'} {noun}"


def there_is(reply: Mapping[str, Any]) -> str:
    """What there is on the page, by role, and what the console says first."""
    there: Mapping[str, Sequence[str]] = reply.get("there") or {}
    words = f"the page has: {', '.join(listed(role, names) for role, names in there.items())}" if there else ""
    if not there:
        unlisted = reply.get("large") or reply.get("untold")
        words = "the page can't be listed" if unlisted else "nothing that has a role is on the page"
    console = reply.get("console") or []
    return f"{words}; the console says: {shortened(str(console[0]))}" if console else words


def listed(role: str, names: Sequence[str]) -> str:
    """Names of one role: `buttons “Save”, “Cancel”`."""
    shown = [f"“{name if len(name) <= OFTEN else name[:OFTEN] + '…'}”" for name in names[:MOST_NAMES] if name]
    more = len(names) - len(shown)
    many = role if len(names) == 1 else plural(role)
    if not shown:
        return article(role) if len(names) == 1 else f"{len(names)} {many}"
    return f"{many} {', '.join(shown)}" + (f" and {more} more" if more else "")


def plural(role: str) -> str:
    """Several of a role."""
    return f"{role}es" if role.endswith(("s", "x")) else f"{role}s"
