"""Misses in a learner's words."""

from grader.checks.values import Miss


def missed(doing):
    try:
        doing()
    except Miss as miss:
        return miss.expected, miss.got
    raise AssertionError("it was no miss")


def test_words(browser):
    """What is missing is named, with what is there instead."""
    assert missed(lambda: browser.open("/nowhere")) == ("a page at /nowhere", "404 Not Found")
    assert missed(lambda: browser.open("/health")) == (
        "a page at /health",
        "an answer of the type application/json; charset=utf-8",
    )
    browser.forget()
    browser.open("/two")
    browser.role("button", "Add").click()
    expected, got = missed(lambda: browser.role("button", "Delete").click())
    assert expected == 'only one: a button called "Delete"'
    assert got == "2 of them; the page has: buttons “Add”, “Add all”, “Delete this”, “Delete that”"
    expected, got = missed(lambda: browser.role("alert").wait(0.2))
    assert expected == "an alert on the page"
    assert got[:40] == "none after 0.2 s; the page has: buttons "
    browser.open("/covered")
    browser.role("checkbox").click()
    assert browser.role("checkbox").checked(), "the covered checkbox was not ticked"
    expected, got = missed(lambda: browser.role("button", "Save").click())
    assert expected == 'a button called "Save" that can be clicked'
    assert got.partition(";")[0] == "something else lies over it"
    browser.open("/asks")
    browser.role("button").click()
    assert browser.title == "yes"
    assert browser.dialogs == ["Really?"]
    browser.open("/hidden")
    browser.role("listitem").with_text("Milk").role("button", "Delete").click()
    browser.role("listitem").wait_count(0)
