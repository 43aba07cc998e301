from grader.checks import ERROR
from grader.checks.rest import make, page


def shelf(api, fake, category, count):
    """That many products of a category, with products of other categories in between."""
    for _ in range(count):
        make(api, "/products", fake.product(category=category, price=fake.integer(1, 9)))
        if fake.integer(1, 3) == 1:
            make(api, "/products", fake.product())


def test_slices(api, fake):
    """?page=2&per_page=5 gives items 6 to 10 of all that match; total counts all that match."""
    category, count = fake.category(), fake.integer(11, 14)
    shelf(api, fake, category, count)
    whole = page(api, category=category, per_page=100)["items"]
    assert len(whole) == count
    for number in (1, 2, 3):
        assert page(api, category=category, page=number, per_page=5) == {
            "items": whole[5 * (number - 1) : 5 * number],
            "total": count,
        }


def test_other_sizes(api, fake):
    """per_page may be anything from 1 to 100."""
    category, count = fake.category(), 4
    shelf(api, fake, category, count)
    whole = page(api, category=category, per_page=100)["items"]
    assert page(api, category=category, page=4, per_page=1) == {"items": whole[3:], "total": count}
    assert page(api, category=category, page=2, per_page=3) == {"items": whole[3:], "total": count}
    assert page(api, category=category, page=1, per_page=99) == {"items": whole, "total": count}


def test_defaults(api, fake):
    """Without page and per_page, the first 20 come; either may be left out."""
    category, count = fake.category(), fake.integer(22, 24)
    shelf(api, fake, category, count)
    whole = page(api, category=category, per_page=100)["items"]
    assert page(api, category=category) == {"items": whole[:20], "total": count}
    assert page(api, category=category, page=2) == {"items": whole[20:], "total": count}
    assert page(api, category=category, per_page=7) == {"items": whole[:7], "total": count}


def test_past_the_end(api, fake):
    """A page past the end answers 200 with no items and the same total."""
    category = fake.category()
    shelf(api, fake, category, 3)
    for number in (2, fake.integer(50, 5000)):
        reply = api.get("/products", params={"category": category, "page": number, "per_page": 3})
        assert reply.status_code == 200
        assert reply.json() == {"items": [], "total": 3}


def test_out_of_range(api):
    """page 0, per_page 0 and per_page above 100 answer 422 with a JSON error."""
    for number, size in ((0, 20), (1, 0), (1, 101), (2, 1000), (0, 0)):
        reply = api.get("/products", params={"page": number, "per_page": size})
        assert reply.status_code == 422
        assert reply.json() == ERROR
    for params in ({"page": 0}, {"per_page": 0}, {"per_page": 101}):
        reply = api.get("/products", params=params)
        assert reply.status_code == 422
        assert reply.json() == ERROR


def test_after_sorting(api, fake):
    """Pages are cut from the sorted list: sort first, then slice."""
    category = fake.category()
    shelf(api, fake, category, 8)
    for field in ("price", "-price"):
        whole = page(api, category=category, sort=field, per_page=100)["items"]
        assert page(api, category=category, sort=field, page=1, per_page=3)["items"] == whole[:3]
        assert page(api, category=category, sort=field, page=2, per_page=3)["items"] == whole[3:6]


def test_odd_values_are_no_crash(api, fake):
    """page and per_page with odd values get an answer, best a 422, but never a 5xx."""
    for params in ({"page": fake.word()}, {"per_page": fake.word()}, {"page": "1.5"}, {"page": ""}, {"page": 10**25}):
        assert api.get("/products", params=params).status_code in range(200, 500)
