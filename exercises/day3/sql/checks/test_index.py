"""12 000 rows, of which the query wants about ten. The planner is asked how it would find them."""


def test_12_visitor(queries):
    """12 makes an index by which the given query finds its rows; without it the whole table would be read."""
    queries.is_used()
