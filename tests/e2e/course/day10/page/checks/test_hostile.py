"""Pages that mean harm."""

import contextlib

from grader.checks.values import Miss


def test_alerts(browser):
    """A page that never stops alerting."""
    try:
        browser.open("/alerts")
        browser.text()
    except Miss as miss:
        assert "script" in miss.got
    assert 1 <= len(browser.dialogs) <= 200


def test_spins(browser):
    """A script that never ends."""
    browser.open("/spins")
    try:
        browser.role("button").click()
        browser.text()
    except Miss as miss:
        assert "script" in miss.got
    else:
        raise AssertionError("it went on")


def test_memory(browser):
    """A script that takes all memory."""
    takes(browser, "/memory")


def test_buffers(browser):
    """The same without the engine's own limit."""
    takes(browser, "/buffers")


def takes(browser, path):
    browser.open(path)
    try:
        browser.role("button").click()
        browser.text()
    except Miss as miss:
        assert "memory" in miss.got or "script" in miss.got
    else:
        raise AssertionError("it went on")


def test_large(browser):
    """Too much of everything is cut."""
    browser.open("/long")
    assert len(browser.text()) == 100_000
    browser.open("/noisy")
    assert len(browser.console) <= 200
    try:
        browser.open("/many")
        browser.role("button", "y").wait(0.5)
    except Miss as miss:
        assert any(words in miss.got for words in ("can't be listed", "answers nothing", "none within"))
    else:
        raise AssertionError("it was found")


def test_leaves(browser):
    """Windows are closed again, and leaving leads nowhere."""
    browser.open("/windows")
    browser.role("button").click()
    assert browser.heading.text() == "Here"
    with contextlib.suppress(Miss):
        browser.open("/away")
    assert any("elsewhere.example" in url for url in browser.elsewhere)
    browser.open("/slow")
    assert browser.heading.text() == "There"


def test_goes_on(browser):
    """After all that a page opens as before."""
    browser.open("/quiet")
    assert browser.heading.text() == "Quiet"
