from grader.checks.todo_page import delete_button, item, path_of, shown, titled, typed
from grader.checks.todos import make_todo, todo


def test_is_gone_here_and_there(browser, api, fake):
    """A todo's button Delete removes it from the list and from the backend, and it stays away after a reload."""
    made = make_todo(api, todo(fake))
    browser.open("/")
    delete_button(browser, made["title"]).click()
    item(browser, made["title"]).wait_gone()
    browser.settle()
    assert api.get(path_of(made)).status_code == 404
    browser.reload()
    browser.settle()
    item(browser, made["title"]).wait_gone()


def test_the_others_stay(browser, api, fake):
    """Every other todo stays, here and in the backend."""
    titles = [make_todo(api, todo(fake))["title"] for _ in range(3)]
    gone = fake.choice(titles)
    browser.open("/")
    delete_button(browser, gone).click()
    item(browser, gone).wait_gone()
    browser.settle()
    for title in titles:
        assert len(titled(api, title)) == (0 if title == gone else 1)
        if title != gone:
            shown(browser, title)


def test_one_that_was_just_added(browser, api, fake):
    """A todo that was added on the page a moment ago can be deleted, too."""
    browser.open("/")
    title = todo(fake)["title"]
    typed(browser, title)
    shown(browser, title)
    delete_button(browser, title).click()
    item(browser, title).wait_gone()
    browser.settle()
    assert titled(api, title) == []
