from grader.checks.rest import column, make, page

COUNT = 500


def test_each_exactly_once(api, fake):
    """500 products are created, and all pages together list each of them exactly once."""
    category = fake.category()
    made = make(api, "/products", *(fake.product(category=category) for _ in range(COUNT)))
    ids = column(made, "id")
    assert len(set(map(str, ids))) == COUNT, "every product has an id of its own"
    items = []
    for number in range(1, 6):
        found = page(api, category=category, page=number, per_page=100)
        assert found["total"] == COUNT
        assert len(found["items"]) == 100
        items += found["items"]
    assert page(api, category=category, page=6, per_page=100) == {"items": [], "total": COUNT}
    assert sorted(map(str, column(items, "id"))) == sorted(map(str, ids))
    by_id = {str(item["id"]): item for item in items}
    assert [by_id[str(product["id"])] for product in made] == made
