from grader.checks.fuzzing import fuzz, read_document
from grader.checks.projects import expect
from grader.checks.todo_app import make, page, read, several, shown, todo, url


def test_robust(people, fake):
    """Good and odd requests to every address of openapi.yaml: none is answered with a 5xx."""
    person, other = people.fresh(), people.other()
    made = several(person.api, fake, 12)
    expect(person.api.post(url(made[0], "/share"), json={"email": other.email}), 200)
    ids = [one["id"] for one in made]
    fuzz(
        read_document(__file__),
        person.api,
        fake.integer(0, 10**9),
        {"id": ids, "before": ids, "email": [other.email]},
    )


def test_goes_on(people, fake):
    """Afterwards the app works as before."""
    api = people.someone().api
    made = make(api, todo(fake))
    assert read(api, made) == shown(made)
    assert page(api)["total"] >= 1
