"""A backend in trouble."""


def test_fails(browser, api):
    """The page's requests to its API can be made to fail, its assets still load, and all is well again."""
    browser.open("/")
    for trouble in (503, "abort"):
        browser.fail_backend(trouble)
        browser.role("textbox", "New todo").fill("typed")
        browser.role("button", "Add").click()
        assert "did not work" in browser.role("alert").wait_text()
        assert browser.role("textbox", "New todo").value() == "typed"
        assert browser.console and browser.failed_requests
    browser.reload()
    assert browser.heading.count() == 1
    browser.heal()
    browser.fail_backend(500, methods=("DELETE",))
    browser.role("textbox", "New todo").fill("typed")
    browser.role("button", "Add").click()
    item = browser.role("listitem").with_text("typed").wait()
    item.role("button", "Delete").click()
    assert item.count() == 1
    browser.heal()
    item.role("button", "Delete").click()
    item.wait_gone()
