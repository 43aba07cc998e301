from grader.checks.todo_page import checkbox, completed
from grader.checks.todos import is_success, make_todo, todo, url_of


def test_completes_it(browser, api, fake):
    """Ticking a todo's checkbox completes it in the backend, and it is still ticked after a reload."""
    title = make_todo(api, todo(fake))["title"]
    browser.open("/")
    checkbox(browser, title).click()
    checkbox(browser, title).wait_checked(True)
    completed(api, title, True)
    browser.reload()
    checkbox(browser, title).wait_checked(True)


def test_opens_it_again(browser, api, fake):
    """Taking the tick away opens it again, here and in the backend."""
    made = make_todo(api, todo(fake))
    is_success(api.patch(url_of(made), json={"completed": True}))
    browser.open("/")
    checkbox(browser, made["title"]).click()
    completed(api, made["title"], False)
    browser.reload()
    checkbox(browser, made["title"]).wait_checked(False)


def test_is_for_one_alone(browser, api, fake):
    """The other todos stay as they are."""
    titles = [make_todo(api, todo(fake))["title"] for _ in range(3)]
    chosen = fake.choice(titles)
    browser.open("/")
    checkbox(browser, chosen).click()
    for title in titles:
        completed(api, title, title == chosen)
        checkbox(browser, title).wait_checked(title == chosen)
