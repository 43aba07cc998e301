from fractions import Fraction

from grader.checks import ERROR
from grader.checks.rest import near


def expected(numbers):
    total = sum(map(Fraction, numbers))
    return {
        "count": len(numbers),
        "sum": near(float(total)),
        "mean": near(float(total / len(numbers))),
        "min": min(numbers),
        "max": max(numbers),
    }


def computes(api, numbers):
    reply = api.post("/stats", json={"numbers": numbers})
    assert reply.status_code == 200
    assert reply.json() == expected(numbers)


def test_whole_numbers(api, fake):
    """POST /stats answers 200 with count, sum, mean, min and max of the numbers."""
    for _ in range(3):
        computes(api, [fake.integer(-999, 999) for _ in range(fake.integer(4, 12))])
    computes(api, fake.shuffled([9, 10, 100, -1, 25]))


def test_fractions(api, fake):
    """Nothing is rounded: sum and mean are right to nine decimals."""
    for _ in range(3):
        computes(api, [fake.price() for _ in range(fake.integer(4, 12))])
    computes(api, [1, 1, 2])
    computes(api, [0.1, 0.2, 0.3])


def test_one_side_of_zero(api, fake):
    """Lists of only negative, only positive, or of a single number have the right min and max."""
    computes(api, [-fake.integer(1, 99) for _ in range(4)])
    computes(api, [fake.integer(10, 99) for _ in range(4)])
    for value in (fake.integer(1, 99), -fake.price(), 0):
        computes(api, [value])


def test_large_and_small(api, fake):
    """Very large and very small numbers are added up right."""
    computes(api, [2**52, fake.integer(1, 999), -(2**51)])
    computes(api, [10**6, 1e-6, 0.25, -(10**5)])
    computes(api, [1e-7, 2e-7, fake.integer(1, 9) * 1e-8])


def test_empty_list(api):
    """Of no numbers, count and sum are 0, and mean, min and max are null."""
    reply = api.post("/stats", json={"numbers": []})
    assert reply.status_code == 200
    assert reply.json() == {"count": 0, "sum": 0, "mean": None, "min": None, "max": None}


def test_non_numbers(api, fake):
    """Anything in the list that is not a number, true and "3" included, answers 422 with a JSON error."""
    for wrong in (True, False, "3", "", fake.word(), None, [1], {"value": 1}):
        for numbers in ([wrong], fake.shuffled([fake.integer(1, 9), fake.price(), wrong])):
            reply = api.post("/stats", json={"numbers": numbers})
            assert reply.status_code == 422
            assert reply.json() == ERROR


def test_no_list(api, fake):
    """A body without numbers, or with numbers that are no list, answers 422 with a JSON error."""
    wrong = [{"numbers": value} for value in (None, fake.integer(1, 9), "123", {}, True)]
    for body in ({}, {"number": [1]}, [1, 2], *wrong):
        reply = api.post("/stats", json=body)
        assert reply.status_code == 422
        assert reply.json() == ERROR
