"""Each server here accepts something that the contract refuses."""


def test_price(suite):
    """A server that accepts an impossible price is noticed."""
    assert not suite.fault("negative-price").passed, (
        "your tests passed against a server without one of its rules: try prices that no product can have"
    )


def test_name(suite):
    """A server that accepts an impossible name is noticed."""
    assert not suite.fault("empty-name").passed, (
        "your tests passed against a server without one of its rules: try names that no product can have"
    )
