from grader.checks.todo_page import checkbox, completed, delete_button, item, shown, stored, typed
from grader.checks.todos import make_todo, todo


def used(browser, api, fake):
    """Goes through all that the page can do, as long as all is well."""
    titles = [todo(fake)["title"], f"<img src=/{fake.word()}.png onerror=alert(1)>"]
    make_todo(api, {"title": titles[1]})
    browser.open("/")
    typed(browser, titles[0])
    shown(browser, titles[0])
    stored(api, titles[0])
    checkbox(browser, titles[0]).click()
    completed(api, titles[0], True)
    browser.reload()
    for title in titles:
        delete_button(browser, title).click()
        item(browser, title).wait_gone()
    browser.settle()


def test_nothing_is_red(browser, api, fake):
    """While somebody loads the page, adds, ticks off and deletes, there is no error in the console."""
    used(browser, api, fake)
    errors = browser.console
    assert not errors, f"there is no error in the console, but: {errors[0]}"


def test_no_request_fails(browser, api, fake):
    """Meanwhile no request of the page fails: each file that it names is there, each answer is a success."""
    used(browser, api, fake)
    failed = browser.failed_requests
    assert not failed, f"no request fails, but this one did: {failed[0]}"
