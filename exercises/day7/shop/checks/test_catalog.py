from grader.checks.orders import on_sale, place, product, shown
from grader.checks.projects import expect, invalid, refused
from grader.checks.rest import PRODUCTS, column, created, listed, location, nonsense, page

BROKEN = {
    "name": ("", "   ", "x" * 101, None, 7, ["a"]),
    "description": (None, 7, "x" * 5001),
    "category": ("", None, 7),
    "price": (-1, -0.01, 1.999, "9.50", True, None, [1], 1_000_001),
    "stock": (-1, 1.5, "3", True, None, 1_000_001, 10**20),
}
NAMES = ["Zebra", "apple", "Banana", "apple pie", "9 pens", "10 pens", "Apple", "cherry"]
PRICES = [9, 10, 100, 9.5, 0.99, 25, 0, 1000]


def test_create(fake, people):
    """POST /products by an admin answers 201 with the product, and its Location."""
    sent = product(fake)
    reply = expect(people.admin().api.post(PRODUCTS, json=sent), 201)
    assert reply.json() == shown(sent)
    found = expect(people.client().get(location(reply)), 200)
    assert found.json() == reply.json()


def test_create_fills_in(fake, people):
    """Without a description it is "", without a stock it is 0; blanks around the name are cut off."""
    sent = product(fake)
    least = {"name": f"  {sent['name']} ", "category": sent["category"], "price": 0}
    made = created(people.admin().api.post(PRODUCTS, json=least))
    assert made == shown(least | {"name": sent["name"], "description": "", "stock": 0})


def test_read(api, fake, people):
    """Everybody may read a product; an unknown or nonsensical id is 404."""
    one = on_sale(people, fake)
    for reader in (api, people.someone().api):
        reply = expect(reader.get(place(one)), 200)
        assert reply.json() == one
    for unknown in nonsense(fake, one["id"]):
        refused(api.get(f"{PRODUCTS}/{unknown}"), 404)


def test_change(fake, people):
    """PATCH by an admin changes just what it names, and answers 200 with the whole product."""
    admin, one, new = people.admin().api, on_sale(people, fake), product(fake)
    for name, value in new.items():
        reply = expect(admin.patch(place(one), json={name: value, "id": fake.integer(10**6, 10**7)}), 200)
        one = one | {name: value}
        assert reply.json() == one
        assert expect(people.client().get(place(one)), 200).json() == one


def test_delete(fake, people):
    """DELETE by an admin answers 204; from then on it is 404, and in no list."""
    admin, one = people.admin().api, on_sale(people, fake)
    expect(admin.delete(place(one)), 204)
    refused(people.client().get(place(one)), 404)
    refused(admin.delete(place(one)), 404)
    assert page(people.client(), category=one["category"]) == {"items": [], "total": 0}


def test_only_admins_write(api, fake, people):
    """To make, change or delete a product is 403 for a plain user and 401 for nobody, and nothing happens."""
    one, sent = on_sale(people, fake), product(fake)
    for client, status in ((people.someone().api, 403), (api, 401)):
        refused(client.post(PRODUCTS, json=sent), status)
        refused(client.patch(place(one), json={"price": 0}), status)
        refused(client.delete(place(one)), status)
    assert expect(api.get(place(one)), 200).json() == one
    assert page(api, category=sent["category"])["total"] == 0


def test_validate(fake, people):
    """Each broken rule is 422 and named; nothing is stored or changed."""
    admin, one = people.admin().api, on_sale(people, fake)
    category = fake.category()
    for name, values in BROKEN.items():
        for value in values:
            invalid(admin.post(PRODUCTS, json=product(fake, category=category) | {name: value}), name)
            invalid(admin.patch(place(one), json={"description": fake.word(), name: value}), name)
    for missing in ("name", "category", "price"):
        sent = product(fake, category=category)
        del sent[missing]
        invalid(admin.post(PRODUCTS, json=sent), missing)
    invalid(admin.post(PRODUCTS, json=product(fake, category=category, price="9.50", stock=-1)), "price", "stock")
    assert expect(admin.get(place(one)), 200).json() == one
    assert page(admin, category=category) == {"items": [], "total": 0}


def shelf(people, fake, category, prices, **given):
    """Products of a category with these prices, in this order; a decoy of another category after each."""
    made = []
    for price in prices:
        made.append(on_sale(people, fake, category=category, price=price, **given))
        on_sale(people, fake, price=price, **given)
    return made


def found(api, **params):
    return sorted(column(page(api, **params)["items"], "price"))


def test_filter(api, fake, people):
    """?category=, ?min_price=, ?max_price= (both included) narrow the list, also together; total counts the rest."""
    category = fake.category()
    shelf(people, fake, category, fake.shuffled([0, 8.99, 9, 19.99, 25]))
    assert found(api, category=category) == [0, 8.99, 9, 19.99, 25]
    assert found(api, category=category, min_price=9) == [9, 19.99, 25]
    assert found(api, category=category, max_price="19.99") == [0, 8.99, 9, 19.99]
    assert found(api, category=category, max_price=0) == [0]
    both = page(api, category=category, min_price="8.99", max_price="19.99", per_page=2)
    assert len(both["items"]) == 2
    assert both["total"] == 3
    assert page(api, category=fake.category()) == {"items": [], "total": 0}


def test_in_stock(api, fake, people):
    """?in_stock=true gives what there is at least one piece of, ?in_stock=false what is sold out."""
    category = fake.category()
    made = [on_sale(people, fake, category=category, stock=stock) for stock in (0, 1, 30, 0)]
    for word, wanted in (("true", made[1:3]), ("false", [made[0], made[3]])):
        assert column(listed(api, category, in_stock=word), "name") == column(wanted, "name")
    change = {"stock": 0}
    expect(people.admin().api.patch(place(made[1]), json=change), 200)
    assert page(api, category=category, in_stock="false")["total"] == 3


def test_search(api, fake, people):
    """?q= finds a text in the name or the description, in any case; % and _ are plain characters in it."""
    word, category = fake.word(), fake.category()
    named = on_sale(people, fake, category=category, name=f"A {word.title()} lamp")
    described = on_sale(people, fake, category=category, description=f"like a{word}b, {word[:3]} 100% of it")
    other = on_sale(people, fake, category=category, description=f"{word[:3]}_{word[3:]}, 10 lots of")
    elsewhere = on_sale(people, fake, name=f"{word} chair")
    assert column(page(api, q=word)["items"], "id") == column([named, described, elsewhere], "id")
    assert page(api, q=word.upper(), category=category)["items"] == [named, described]
    assert page(api, q=f"{word[:3]}_", category=category)["items"] == [other]
    assert page(api, q="0% of", category=category)["items"] == [described]
    assert page(api, q=f"{fake.word()}{word}")["total"] == 0
    assert page(api, q=word, category=category, in_stock="false") == {"items": [], "total": 0}


def test_sort(api, fake, people):
    """?sort=price, -price and name order the list, names by code point; any other field is 422."""
    category = fake.category()
    for price, name in zip(fake.shuffled(PRICES), fake.shuffled(NAMES), strict=True):
        on_sale(people, fake, category=category, price=price, name=name)
    assert column(listed(api, category, sort="price"), "price") == sorted(PRICES)
    assert column(listed(api, category, sort="-price"), "price") == sorted(PRICES, reverse=True)
    assert column(listed(api, category, sort="name"), "name") == sorted(NAMES)
    for field in (fake.word(), "colour"):
        refused(api.get(PRODUCTS, params={"sort": field}), 422)


def test_ties(api, fake, people):
    """Equals stay in the order of their creation, descending too; so does a list without sort."""
    category, cheap, dear = fake.category(), fake.integer(1, 50), fake.integer(51, 99)
    made = shelf(people, fake, category, fake.shuffled([cheap] * 4 + [dear] * 4))
    low, high = ([one["name"] for one in made if one["price"] == price] for price in (cheap, dear))
    assert column(listed(api, category), "name") == column(made, "name")
    assert column(listed(api, category, sort="price"), "name") == low + high
    assert column(listed(api, category, sort="-price"), "name") == high + low


def test_pages(api, fake, people):
    """?page= and ?per_page= cut out a slice of 20 unless told otherwise; total counts all; out of range is 422."""
    category, count = fake.category(), fake.integer(22, 24)
    made = [on_sale(people, fake, category=category, price=fake.integer(1, 9)) for _ in range(count)]
    assert page(api, category=category) == {"items": made[:20], "total": count}
    assert page(api, category=category, page=2) == {"items": made[20:], "total": count}
    assert page(api, category=category, page=3, per_page=5) == {"items": made[10:15], "total": count}
    assert page(api, category=category, page=9, per_page=5) == {"items": [], "total": count}
    dear = page(api, category=category, sort="-price", per_page=100)["items"]
    assert page(api, category=category, sort="-price", page=2, per_page=7)["items"] == dear[7:14]
    for wrong in ({"page": 0}, {"per_page": 0}, {"per_page": 101}):
        refused(api.get(PRODUCTS, params=wrong), 422)
