from grader.checks.todo_page import add_button, checkbox, delete_button, field, item, shown, stored, titled, typed
from grader.checks.todos import make_todo, todo


def quiet(browser):
    """Raises unless no alert says anything while all is well."""
    said = [words.strip() for words in browser.role("alert").texts() if words.strip()]
    assert not said, f"while all is well no alert says anything, but one says {(said or [''])[0]}"


def told(browser):
    """Waits for an alert that says something."""
    browser.role("alert").wait_text()


def test_when_the_list_can_not_be_loaded(browser):
    """When the page can't get the todos, by a 503 or for want of any answer, an alert tells the person."""
    browser.open("/")
    quiet(browser)
    for failure in (503, "abort"):
        browser.fail_backend(failure)
        browser.forget()
        browser.reload()
        browser.settle()
        if browser.failed_requests:  # a list that comes with the page itself was not asked for
            told(browser)
        browser.heal()


def test_when_a_todo_can_not_be_stored(browser, api, fake):
    """When the backend answers 500 to Add, an alert tells the person, and what was typed is still in the field."""
    browser.open("/")
    quiet(browser)
    title = todo(fake)["title"]
    browser.fail_backend(500)
    typed(browser, title)
    told(browser)
    assert field(browser).value() == title, "what was typed is still in the field"
    assert titled(api, title) == []


def test_when_no_answer_comes(browser, fake):
    """When no answer comes at all, an alert tells the person, and what was typed is still in the field."""
    browser.open("/")
    quiet(browser)
    title = todo(fake)["title"]
    browser.fail_backend("abort")
    typed(browser, title)
    told(browser)
    assert field(browser).value() == title, "what was typed is still in the field"


def test_it_can_be_tried_again(browser, api, fake):
    """Once the backend is well again, pressing Add once more stores what was typed."""
    browser.open("/")
    title = todo(fake)["title"]
    browser.fail_backend(503)
    typed(browser, title)
    told(browser)
    browser.heal()
    add_button(browser).click()
    shown(browser, title)
    stored(api, title)


def test_when_a_todo_can_not_be_changed(browser, api, fake):
    """When a todo can't be ticked off or deleted, an alert tells the person."""
    for act in (checkbox, delete_button):
        title = make_todo(api, todo(fake))["title"]
        browser.open("/")
        item(browser, title).wait()
        quiet(browser)
        browser.fail_backend(500)
        act(browser, title).click()
        told(browser)
        browser.heal()
