"""Each server here has the right status codes and something wrong inside its answers."""


def test_price(suite):
    """A server that gives back a price of the wrong kind is noticed."""
    assert not suite.fault("price-string").passed, (
        "your tests passed against a server with a wrong body: look at the price that comes back, its type included"
    )


def test_id(suite):
    """A server that leaves a part of a product out of its answers is noticed."""
    assert not suite.fault("id-missing").passed, (
        "your tests passed against a server with a wrong body: look whether everything that a product has by the "
        "contract is in the answers"
    )


def test_update(suite):
    """A server that loses something on an update is noticed."""
    assert not suite.fault("update-loses-field").passed, (
        "your tests passed against a server with a wrong body: look at the whole product after an update, not only "
        "at what was to change"
    )


def test_total(suite):
    """A server that miscounts its list is noticed."""
    assert not suite.fault("total-wrong").passed, (
        "your tests passed against a server with a wrong body: look at all that a list says beside its items"
    )
