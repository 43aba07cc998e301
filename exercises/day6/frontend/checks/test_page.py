from grader.checks.todo_page import add_button, field
from grader.checks.todos import make_todo, todo


def test_has_a_heading(browser):
    """GET / is a page with a heading."""
    browser.open("/")
    browser.heading.wait()


def test_has_a_field_and_a_button(browser):
    """The page has a textbox that is called "New todo", and a button "Add"."""
    browser.open("/")
    field(browser).wait()
    add_button(browser).wait()


def test_has_a_list(browser, api, fake):
    """The page has a list."""
    make_todo(api, todo(fake))
    browser.open("/")
    browser.role("list").wait()


def test_comes_from_one_server(browser, api, fake):
    """Nothing on the page is loaded from another server than yours."""
    make_todo(api, todo(fake))
    browser.open("/")
    browser.settle()
    assert not browser.elsewhere, (
        f"everything comes from your own server, but the page asked for {browser.elsewhere[0]}"
    )
