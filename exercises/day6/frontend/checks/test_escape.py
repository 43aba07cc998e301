from grader.checks.todo_page import item, stored, typed
from grader.checks.todos import make_todo


def traps(fake):
    """Titles that are harmless as text, and do something as HTML: an alert, or a request for a picture."""
    one, two, three, four = (fake.word() for _ in range(4))
    return [
        f"<img src=/{one}.png onerror=alert('{one}')>",
        f"<b>{two}</b>",
        f'"><img src="/{three}.png" onerror="alert(\'{three}\')">',
        f"<svg onload=alert('{four}')></svg>",
    ]


def harmless(browser, titles):
    """Raises unless each title is in the list letter by letter, and nothing in it was carried out."""
    for title in titles:
        item(browser, title).wait_count(1)
    browser.settle()
    assert not browser.dialogs, f"no script of a title runs, but one did: it said {browser.dialogs[0]}"
    words = [title.split(".png")[0].rpartition("/")[2] for title in titles if ".png" in title]
    loaded = [address for address in browser.requests for word in words if f"/{word}.png" in address]
    assert not loaded, f"a title is no HTML, but the page asked for the picture in one: {loaded[0]}"


def test_titles_of_others(browser, api, fake):
    """HTML in a title that was made through the API is shown as text, letter by letter; no script runs."""
    titles = [make_todo(api, {"title": title})["title"] for title in traps(fake)]
    browser.open("/")
    harmless(browser, titles)


def test_titles_that_are_typed(browser, api, fake):
    """So is HTML in a title that is typed into the page."""
    browser.open("/")
    titles = traps(fake)
    for title in titles:
        typed(browser, title)
        item(browser, title).wait_count(1)
        stored(api, title)
        browser.settle()
    harmless(browser, titles)
