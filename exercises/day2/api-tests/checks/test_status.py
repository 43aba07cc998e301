"""Each server here answers one kind of request with a status code that the contract doesn't have."""


def test_create(suite):
    """A server that answers a create with a wrong status code is noticed."""
    assert not suite.fault("create-200").passed, (
        "your tests passed against a server with a wrong status code: look at the exact status after a product is made"
    )


def test_delete(suite):
    """A server that answers a delete with a wrong status code is noticed."""
    assert not suite.fault("delete-200").passed, (
        "your tests passed against a server with a wrong status code: look at the exact status after a product is "
        "deleted"
    )


def test_unknown(suite):
    """A server that answers with a wrong status code where there is no such product is noticed."""
    assert not suite.fault("unknown-500").passed, (
        "your tests passed against a server with a wrong status code: look at the exact status for an id that no "
        "product has"
    )
