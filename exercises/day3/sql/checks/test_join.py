"""Rows of more than one table. Two customers have the same name, two have never ordered."""


def test_04_open_orders(queries):
    """04 gives every open order with its customer's name and city."""
    queries.right("04")


def test_05_everybody(queries):
    """05 gives all customers with their open orders, those without one as well."""
    queries.right("05")


def test_06_books(queries):
    """06 gives the lines with books, of orders that are not cancelled."""
    queries.right("06")
