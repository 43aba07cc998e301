import re


def test_home(api):
    """GET / answers 200 with a page of HTML that has one <h1>."""
    reply = api.get("/")
    assert reply.status_code == 200
    assert reply.media_type == "text/html"
    count = len(re.findall(r"<h1[\s>]", reply.text, re.IGNORECASE))
    assert count == 1, f"the page has one <h1>, not {count}"
