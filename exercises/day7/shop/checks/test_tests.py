from grader.checks import projects

LEAST = 8
FAULTS = {
    "create-200": "the exact status after something was made",
    "user-creates-product": "who may do what",
    "negative-price": "values that no product can have",
    "anonymous-cart": "requests of nobody",
    "total-without-quantity": "the sum of a cart with several pieces",
    "zero-quantity": "quantities that make no sense",
    "cart-stays-full": "the cart after an order",
    "stock-stays": "the stock after an order",
    "oversells": "an order of more than there is",
    "order-price-changes": "an old order, after a price has changed",
    "cancel-loses-stock": "the stock after a cancellation",
    "others-orders": "what belongs to somebody else",
}


def test_found(suite):
    """Your tests are found, and at least five of their requests reach the server."""
    projects.tests_are_found(suite)


def test_pass_on_the_courses_shop(suite):
    """Your tests pass on the course's shop, which keeps the contract."""
    projects.tests_are_found(suite)
    projects.tests_pass(suite.right, "the course's shop")


def test_pass_on_your_own(suite):
    """Your tests pass on your own shop."""
    projects.tests_pass(suite.own, "your own shop")


def test_notice_faults(suite):
    """Of twelve shops with a fault each your tests notice at least eight."""
    projects.tests_catch(suite, FAULTS, LEAST)
