from grader.checks.projects import expect, invalid
from grader.checks.todo_app import make, move, page, several, tag, titles, todo


def finds(api, wanted, **params):
    """The list has these todos, in this order, and total counts them."""
    found = page(api, **params)
    assert titles(found["items"]) == titles(wanted)
    assert found["total"] == len(wanted)


def test_completed(people, fake):
    """?completed=true finds what is done, ?completed=false what is not."""
    api = people.fresh().api
    made = [make(api, todo(fake, completed=done)) for done in (True, False, False, True, False)]
    finds(api, [one for one in made if one["completed"]], completed="true")
    finds(api, [one for one in made if not one["completed"]], completed="false")


def test_tag(people, fake):
    """?tag= finds the todos that have this tag, whole, among others or alone."""
    api = people.fresh().api
    one, two = tag(fake), tag(fake)
    made = [make(api, todo(fake, tags=tags)) for tags in ([one], [two, one], [two], [], [f"{one}x"], [f"x-{one}"])]
    finds(api, [made[0], made[1]], tag=one)
    finds(api, [made[1], made[2]], tag=two)
    finds(api, [], tag=one[:-1])
    finds(api, [], tag=f"{one},{two}")
    finds(api, [], tag="%")


def test_due_before(people, fake):
    """?due_before= finds what is due before that day: not on it, not later, and not what has no due date."""
    api = people.fresh().api
    days = ["2031-03-09", "2031-03-10", "2031-03-11", None, "2030-12-31", "2031-10-01"]
    made = [make(api, todo(fake, due=due)) for due in days]
    finds(api, [made[0], made[4]], due_before="2031-03-10")
    finds(api, [made[0], made[1], made[4]], due_before="2031-03-11")
    finds(api, [], due_before="2030-12-31")
    finds(api, made[:3] + made[4:], due_before="2032-02-29")


def test_search(people, fake):
    """?q= finds a part of the title in any case; %, _, * and quotes stand for themselves."""
    api = people.fresh().api
    word = fake.word()
    names = [f"{word} tea", f"pour {word.upper()}", f"{fake.word()} tea", f"100% {fake.word()}", "snake_case", "it's"]
    made = [make(api, todo(fake, title=name)) for name in names]
    finds(api, made[:2], q=word)
    finds(api, made[:2], q=word.title())
    finds(api, [made[0], made[2]], q=" TEA")
    finds(api, [made[3]], q="%")
    finds(api, [made[4]], q="_")
    finds(api, [made[5]], q="'")
    finds(api, [], q="*")


def test_together(people, fake):
    """All parameters hold at the same time, and total counts what matches, on whatever page."""
    api = people.fresh().api
    word, one = fake.word(), tag(fake)
    right = {"title": f"{word} this", "completed": False, "due": "2031-04-01", "tags": [one]}
    made = several(api, fake, 3, **right)
    wrong = [{"title": f"x{word[1:]}"}, {"completed": True}, {"due": "2031-06-01"}, {"due": None}, {"tags": []}]
    for change in wrong:
        make(api, todo(fake, **{**right, **change}))
    params = {"q": word, "completed": "false", "due_before": "2031-05-01", "tag": one}
    finds(api, made, **params)
    found = page(api, **params, page=2, per_page=2)
    assert titles(found["items"]) == titles(made[2:])
    assert found["total"] == len(made)


def test_sort(people, fake):
    """?sort=title and ?sort=due go up, -title and -due down; without a due date comes last, both ways."""
    api = people.fresh().api
    words = fake.shuffled(["amber", "brass", "cedar", "delta", "ember"])
    days = fake.shuffled(["2031-01-10", "2031-02-01", "2031-11-05", "2032-01-01", None])
    made = [make(api, todo(fake, title=word, due=due)) for word, due in zip(words, days, strict=True)]
    by_title = sorted(made, key=lambda one: one["title"])
    with_day = sorted((one for one in made if one["due"]), key=lambda one: one["due"])
    without = [one for one in made if not one["due"]]
    finds(api, by_title, sort="title")
    finds(api, by_title[::-1], sort="-title")
    finds(api, with_day + without, sort="due")
    finds(api, with_day[::-1] + without, sort="-due")
    finds(api, made, sort="position")
    finds(api, made[::-1], sort="-position")
    found = page(api, sort="-title", page=2, per_page=2)
    assert titles(found["items"]) == titles(by_title[::-1][2:4])


def test_ties(people, fake):
    """Where two are equal, the one with the lower position comes first, downwards too."""
    api = people.fresh().api
    made = [make(api, todo(fake, due="2031-07-01")) for _ in range(4)]
    made.append(make(api, todo(fake, due="2031-08-01")))
    expect(move(api, made[3], made[0]), 200)
    moved = [made[3], *made[:3]]
    finds(api, [*moved, made[4]], sort="due")
    finds(api, [made[4], *moved], sort="-due")


def test_pages(people, fake):
    """page and per_page cut the list; a page past its end is empty; total stays what it is."""
    api = people.fresh().api
    made = several(api, fake, 7)
    for number, wanted in ((1, made[:3]), (2, made[3:6]), (3, made[6:]), (4, []), (99999, [])):
        found = page(api, page=number, per_page=3)
        assert titles(found["items"]) == titles(wanted)
        assert found["total"] == len(made)
    assert titles(page(api, per_page=100)["items"]) == titles(made)


def test_nonsense(people, fake):
    """A value that makes no sense answers 422, and the parameter is named."""
    api = people.someone().api
    nonsense = [
        *(("completed", value) for value in ("maybe", "2")),
        *(("due_before", value) for value in ("2031-02-29", "soon", "20310301")),
        *(("sort", value) for value in (fake.word(), "--title", "password_hash")),
        *(("page", value) for value in ("0", "-1", "1.5", fake.word())),
        *(("per_page", value) for value in ("0", "101", "-5", fake.word())),
    ]
    for name, value in fake.shuffled(nonsense):
        invalid(api.get("/todos", params={name: value}), name)
