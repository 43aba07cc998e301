"""One query inside another."""


def test_10_dear(queries):
    """10 gives the products that cost more than the average of their own category."""
    queries.right("10")
