from grader.checks.todo_page import checkbox, shown
from grader.checks.todos import is_success, make_todo, todo, url_of


def test_shows_todos(browser, api, fake):
    """Todos that were made through the API are in the list, each with its title, one checkbox and one button Delete."""
    made = [make_todo(api, todo(fake)) for _ in range(fake.integer(3, 4))]
    browser.open("/")
    for one in made:
        shown(browser, one["title"])


def test_ticks_what_is_completed(browser, api, fake):
    """A todo that is completed is ticked, one that is not is not."""
    done, open_one = (make_todo(api, todo(fake)) for _ in range(2))
    is_success(api.patch(url_of(done), json={"completed": True}))
    browser.open("/")
    checkbox(browser, done["title"]).wait_checked(True)
    checkbox(browser, open_one["title"]).wait_checked(False)


def test_shows_new_ones_after_a_reload(browser, api, fake):
    """A todo that somebody else made meanwhile is there after a reload."""
    browser.open("/")
    made = make_todo(api, todo(fake))
    browser.reload()
    shown(browser, made["title"])
