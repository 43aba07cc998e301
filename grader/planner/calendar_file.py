"""The plan as an iCalendar file (RFC 5545): an event a block, on the clock of wherever the learner is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from grader import __version__
from grader.errors import MachineError
from grader.model import Day
from grader.planner.plan import Plan


def as_calendar(plan: Plan, days: Sequence[Day], now: datetime) -> str:
    """The file's text. A block that is planned anew keeps its UID: a calendar moves it, and has it once."""
    try:
        from icalendar import Calendar, Event
    except ImportError as error:
        raise MachineError(
            "a calendar file needs a library that is not installed here",
            "Install it: pip install 'backend-week[planner]'   (in the course's own folder: pip install '.[planner]')",
        ) from error
    calendar = Calendar()
    calendar.add("prodid", f"-//Backend Week//{__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Backend Week")
    known = {day.id: day for day in days}
    seen: Counter[str] = Counter()
    for sitting in plan.sittings:
        for begins, ends, block in sitting.times:
            day = known[block.day]
            name = f"{block.day}-{block.names.replace(' + ', '-')}"
            seen[name] += 1
            event = Event()
            event.add("uid", f"{name}-{seen[name]}@backend-week")
            event.add("dtstamp", now)
            event.add("dtstart", begins)
            event.add("dtend", ends)
            event.add("summary", f"Day {day.number}: {block.names}")
            titles = ", ".join(dict.fromkeys(stretch.title for stretch in block.stretches))
            event.add("description", f"{titles}. Focus timer: study start {day.id}. Then: grade {day.id}")
            calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content.decode()
