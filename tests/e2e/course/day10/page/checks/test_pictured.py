"""A check that misses has a picture."""


def test_pictured(browser):
    """This fails on purpose."""
    browser.open("/")
    browser.role("button", "Launch").wait(0.1)


def test_not_opened(browser):
    """This fails before anything is opened."""
    assert 1 == 2
