"""Filter, order, limit, distinct. The shop's rows are new on every run."""


def test_01_kitchen(queries):
    """01 gives the kitchen products from 10.00 to 50.00, the dearest first."""
    queries.right("01")


def test_02_newest(queries):
    """02 gives the five newest orders that are not cancelled."""
    queries.right("02")


def test_03_cities(queries):
    """03 gives each city with a customer without a phone, once."""
    queries.right("03")
