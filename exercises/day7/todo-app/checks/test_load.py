from grader.checks.load import load, whole
from grader.checks.projects import expect
from grader.checks.rest import created
from grader.checks.todo_app import TODOS, ids, listed, strict_order, todo, url

CLIENTS, PEOPLE = 20, 5  # four devices each


def test_load(people, fake, crowd, measures):
    """2 000 mixed requests from 20 clients: each is answered, none with a 5xx, and what was made is there."""
    persons = [people.fresh() for _ in range(PEOPLE)]
    mine = [[] for _ in range(CLIENTS)]
    sent = load(crowd, measures, lambda *asked: one_request(*asked, persons, mine, todo(fake)), clients=CLIENTS)
    for number, person in enumerate(persons):
        items = listed(person.again())  # a client that was made before has used up its time
        strict_order(items)
        wanted = [one for client in range(number, CLIENTS, PEOPLE) for one in mine[client]]
        assert sorted(ids(items)) == sorted(ids(wanted))
        titles = {str(one["id"]): one["title"] for one in items}
        assert titles == {str(one["id"]): one["title"] for one in wanted}
    whole(sent)


def one_request(api, number, rng, persons, mine, new):
    """What somebody does with their todos: mostly they look. Each client changes those alone that it has made."""
    headers = persons[number % PEOPLE].credentials.headers
    todos, what = mine[number], rng.random()
    if what < 0.3 or not todos:
        reply = api.post(TODOS, json=new, headers=headers)
        todos.append(created(reply))
        return reply
    place = rng.randrange(len(todos))
    one = todos[place]
    if what < 0.5:
        return expect(api.get(url(one), headers=headers), 200)
    if what < 0.7:
        params = rng.choice([{}, {"completed": "true"}, {"q": one["title"]}, {"sort": "-due", "page": 2}])
        return expect(api.get(TODOS, params=params, headers=headers), 200)
    if what < 0.85:
        one["title"] = new["title"]
        return expect(api.patch(url(one), json={"title": one["title"]}, headers=headers), 200)
    if what < 0.92:
        before = rng.choice([None, *(other["id"] for other in todos if other is not one)])
        return expect(api.post(url(one, "/move"), json={"before": before}, headers=headers), 200)
    del todos[place]
    return expect(api.delete(url(one), headers=headers), 204)
