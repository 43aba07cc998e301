"""Markup in texts."""


def test_escape(browser, api):
    """Text that looks like markup is shown; where it is no text, its script's alert and its request are noticed."""
    title = "<img src=/marker onerror=alert(1)>"
    made = api.post("/todos", json={"title": title}).json()
    browser.open("/")
    browser.role("listitem").with_text(title).wait()
    assert browser.dialogs == []
    assert not any("marker" in url for url in browser.requests)
    api.delete("/todos/" + made["id"])
    browser.open("/html")
    assert browser.dialogs == [""]
    assert any("marker" in url for url in browser.requests)
    assert any("marker" in words for words in browser.failed_requests)
    browser.forget()
    assert browser.dialogs == [] and browser.requests == []
