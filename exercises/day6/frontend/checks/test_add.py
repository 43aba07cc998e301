from grader.checks import containing
from grader.checks.notes import listed
from grader.checks.todo_page import add_button, awaited, field, shown, stored, typed
from grader.checks.todos import TODOS, todo


def test_by_the_button(browser, api, fake):
    """Typing a title and pressing Add shows the todo in the list and stores it; then the field is empty."""
    browser.open("/")
    for _ in range(2):
        title = todo(fake)["title"]
        typed(browser, title)
        shown(browser, title)
        assert stored(api, title) == containing(title=title, completed=False)
        field(browser).wait_value("")


def test_by_the_enter_key(browser, api, fake):
    """Enter in the field does the same as the button."""
    browser.open("/")
    title = todo(fake)["title"]
    field(browser).fill(title)
    field(browser).press("Enter")
    shown(browser, title)
    assert stored(api, title) == containing(title=title, completed=False)


def test_stays_after_a_reload(browser, api, fake):
    """What was added is there after a reload, once."""
    browser.open("/")
    title = todo(fake)["title"]
    typed(browser, title)
    stored(api, title)
    browser.reload()
    shown(browser, title)


def test_an_empty_one_is_refused(browser, api):
    """Add with an empty field stores nothing, and a message says so: an alert, a status, or the browser's own words."""
    browser.open("/")
    before, said = listed(api, TODOS), browser.messages()
    field(browser).fill("")
    add_button(browser).click()
    awaited(
        "a message, once Add was pressed with an empty field",
        lambda: [words for words in browser.messages() if words not in said] or "none",
        lambda found: found != "none",
    )
    browser.settle()
    assert len(listed(api, TODOS)) == len(before), "with an empty title nothing is stored"
