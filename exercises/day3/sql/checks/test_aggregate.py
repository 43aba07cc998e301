"""Groups, and what NULL does to counts, sums and averages."""


def test_07_ratings(queries):
    """07 counts each product's reviews and ratings, and gives the average rating."""
    queries.right("07")


def test_08_loyal(queries):
    """08 gives the customers with three orders or more that are not cancelled."""
    queries.right("08")


def test_09_totals(queries):
    """09 gives every order's number of lines and total, also where a discount or every line is missing."""
    queries.right("09")
