"""The one jinja2: HTML pages autoescaped, text files (scaffolding) as they are.

A name that a template uses and nobody gave is an error in both, so that no page is ever silently half empty.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def _environment(*, escaped: bool) -> Environment:
    """One environment a kind; both read `grader/templates/`."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("grader", "templates"),
        autoescape=escaped,  # noqa: S701 - text files are not HTML
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render_html(name: str, **context: object) -> str:
    """A page from `templates/<name>`; every value is escaped."""
    return _environment(escaped=True).get_template(name).render(**context)


def render_text(name: str, **context: object) -> str:
    """A text file from `templates/<name>`; nothing is escaped, so never for HTML."""
    return _environment(escaped=False).get_template(name).render(**context)


def render_source(source: str, **context: object) -> str:
    """The same for a template that is at hand as text: an exercise's starter file."""
    return _environment(escaped=False).from_string(source).render(**context)
