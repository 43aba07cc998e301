"""No memory between checks."""


def test_first(browser):
    """Nothing is remembered: once."""
    browser.open("/remembers")
    assert browser.heading.text() == "undefined"


def test_second(browser):
    """Nothing is remembered: twice."""
    browser.open("/remembers")
    assert browser.heading.text() == "undefined"
