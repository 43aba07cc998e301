"""A page can be used as a person would."""


def test_works(browser, api):
    """A todo is added by hand, ticked, and deleted; the backend knows."""
    browser.open("/")
    assert browser.heading.text() == "My todos"
    assert browser.title == "Todos"
    field = browser.role("textbox", "new TODO")
    field.fill("Milk & honey")
    field.press("Enter")
    item = browser.role("listitem").with_text("Milk & honey").wait()
    assert field.value() == ""
    assert [todo["title"] for todo in api.get("/todos").json()] == ["Milk & honey"]
    box = item.role("checkbox")
    assert not box.checked()
    box.click()
    box.wait_checked()
    browser.reload()
    item.wait()
    assert item.role("checkbox").checked()
    assert "Milk & honey" in browser.text()
    item.role("button", "Delete").click()
    item.wait_gone()
    assert api.get("/todos").json() == []
    assert browser.console == [] and browser.failed_requests == [] and browser.elsewhere == []
    assert [url.removeprefix(browser.origin) for url in browser.requests][:3] == ["/", "/page.js", "/todos"]
