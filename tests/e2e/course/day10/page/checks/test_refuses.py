"""The browser's own words at a field."""


def test_refuses(browser, api):
    """A required field that is empty shows the browser's own message, until it is filled."""
    browser.open("/")
    field = browser.role("textbox", "New todo")
    assert field.invalid_message() == ""
    before = len(api.get("/todos").json())
    browser.role("button", "Add").click()
    assert "fill out" in field.invalid_message()
    assert field.focused()
    assert any("fill out" in words for words in browser.messages())
    assert len(api.get("/todos").json()) == before
    field.fill("x")
    assert field.invalid_message() == ""
    browser.open("/novalidate")
    browser.role("button", "Go").click()
    assert browser.role("textbox", "Name").invalid_message() == ""
