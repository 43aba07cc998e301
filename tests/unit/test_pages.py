"""One environment: pages are escaped, text files are not, and a missing name is an error in both."""

from __future__ import annotations

import jinja2
import pytest

from grader import pages


def test_text_is_left_alone() -> None:
    """No escaping, the last newline stays, lines of tags leave none."""
    assert pages.render_source("{% if yes %}\n  {{ a }}\n{% endif %}\n", yes=True, a="<&>") == "  <&>\n"


@pytest.mark.parametrize("render", [pages.render_html, pages.render_text])
def test_missing_values_are_errors(render: object) -> None:
    """Never a page with holes."""
    with pytest.raises(jinja2.UndefinedError):
        render("report.html")  # type: ignore[operator]


def test_missing_value_in_a_source() -> None:
    """The same for a template that is at hand as text."""
    with pytest.raises(jinja2.UndefinedError):
        pages.render_source("{{ nobody }}")
