from grader.checks.projects import expect, invalid, refused
from grader.checks.rest import nonsense
from grader.checks.todo_app import TODOS, in_order, listed, move, several, shown, strict_order, titles, todo, url
from grader.checks.values import Miss, say

ROUNDS = 24  # of many at the same time: with 8, one wrong app in twenty got away


def test_before(people, fake):
    """A move before another todo, up or down, puts it right there: 200, the todo, and all others in their order."""
    api = people.fresh().api
    made = several(api, fake, 6)
    for moved, before in ((made[4], made[1]), (made[0], made[5]), (made[2], made[3]), (made[5], made[0])):
        assert expect(move(api, moved, before), 200).json() == shown(moved)
        made.remove(moved)
        made.insert(made.index(before), moved)
        in_order(api, made)


def test_to_the_end(people, fake):
    """A move before null puts it at the end, also where it is there already; new todos come after it."""
    api = people.fresh().api
    first, second, third = several(api, fake, 3)
    expect(move(api, first, None), 200)
    in_order(api, [second, third, first])
    expect(move(api, first, None), 200)
    in_order(api, [second, third, first])
    fourth = several(api, fake, 1)
    in_order(api, [second, third, first, *fourth])


def test_to_where_it_is(people, fake):
    """A move before the todo that comes next anyway changes no order."""
    api = people.fresh().api
    made = several(api, fake, 3)
    expect(move(api, made[0], made[1]), 200)
    in_order(api, made)


def test_again_and_again(people, fake):
    """After forty moves in a small list, into the same gap too, positions are still a strict order."""
    api = people.fresh().api
    made = several(api, fake, 4)
    for number in range(40):
        moved, before = (made[2], made[1]) if number % 2 else (made[3], made[1])
        expect(move(api, moved, before), 200)
        made.remove(moved)
        made.insert(made.index(before), moved)
    in_order(api, made)


def test_what_is_none(people, fake):
    """before must be another of one's own todos, or null: else 422, it is named, and nothing moves."""
    api = people.fresh().api
    made = several(api, fake, 3)
    gone = several(api, fake, 1)[0]
    expect(api.delete(url(gone)), 204)
    wrong = [gone["id"], made[1]["id"], True, 1.5, [], {}, "", fake.word()]
    for before in wrong:
        invalid(api.post(url(made[1], "/move"), json={"before": before}), "before")
    invalid(api.post(url(made[1], "/move"), json={}), "before")
    refused(api.post(f"{TODOS}/{nonsense(fake, gone['id'])[1]}/move", json={"before": None}), 404)
    in_order(api, made)


def test_at_the_same_time(people, fake, crowd):
    """Moves and new todos of one user at the same time: none fails, each position is there once, the order is right."""
    person = people.fresh()
    order = several(person.api, fake, 12)
    for _ in range(ROUNDS):
        target, *others = fake.sample(order, 8)
        before, to_the_end = others[:4], others[4:]
        headers = person.credentials.headers
        requests = [
            ("POST", url(one, "/move"), {"json": {"before": target["id"]}, "headers": headers}) for one in before
        ]
        requests += [("POST", url(one, "/move"), {"json": {"before": None}, "headers": headers}) for one in to_the_end]
        requests += [("POST", TODOS, {"json": todo(fake), "headers": headers}) for _ in range(3)]
        replies = crowd.send(fake.shuffled(requests))
        for reply in replies:
            expect(reply, 200, 201)
        new = [reply.json() for reply in replies if reply.status_code == 201]
        stay = [one for one in order if one not in others]
        order = agrees(listed(person.api), stay, target, before, to_the_end + new)


def agrees(items, stay, target, before, last):
    """The list, if it is what some order of the requests would have made."""
    strict_order(items)
    place = next((place for place, one in enumerate(items) if one["id"] == target["id"]), 0)
    first, block = items[: max(place - len(before), 0)], items[max(place - len(before), 0) : place]
    rest, end = items[place : -len(last)], items[-len(last) :]
    if names(first + rest) != names(stay):
        raise Miss(f"what was not moved in its old order: {say(titles(stay))}", say(titles(items)))
    if sorted(names(block)) != sorted(names(before)):
        raise Miss(f"directly before {say(target['title'])}: {say(titles(before))}", say(titles(items)))
    if sorted(names(end)) != sorted(names(last)):
        raise Miss(f"at the end: {say(titles(last))}", say(titles(items)))
    return items


def names(items):
    return [str(one["id"]) for one in items]
