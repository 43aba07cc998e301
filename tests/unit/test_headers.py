"""Headers of an answer, by their names in any case."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from grader.checks.headers import Headers

NAMES = st.sampled_from(["Allow", "ALLOW", "allow", "Set-Cookie", "set-cookie", "X"])


def test_any_case():
    """A name is found however it is written, and told as it came."""
    found = Headers([("Content-Type", "text/html"), ("ALLOW", "GET")])
    assert found["content-type"] == found.get("CONTENT-TYPE") == "text/html"
    assert "allow" in found and "Allow" in found and "Deny" not in found and 1 not in found
    assert found.get("Deny") is None and found.get("Deny", "none") == "none"
    assert dict(found) == {"Content-Type": "text/html", "ALLOW": "GET"} and len(found) == 2


@given(pairs=st.lists(st.tuples(NAMES, st.text("ab"))))
def test_several_of_one_name(pairs):
    """They are one, in the order in which they came, as RFC 9110, 5.3 has it."""
    found = Headers(pairs)
    for name in {name.lower() for name, _ in pairs}:
        assert found[name] == ", ".join(value for other, value in pairs if other.lower() == name)
    assert len(found) == len({name.lower() for name, _ in pairs})
