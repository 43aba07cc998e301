"""The page reaches nothing but the app."""


def test_alone(browser):
    """Names and addresses of others lead nowhere."""
    browser.open("/reaches")
    assert browser.heading.wait_text("refused", 20) == "refused"
    assert len(browser.elsewhere) == 4
